import { commandedDrift } from "../../commanded/drift.ts";
import { ownFolders, removeFolders } from "../../commanded/folders.ts";
import { cgroupVersion, localFacts } from "../../commanded/local.ts";
import { checkTools, toolsLack } from "../../commanded/tools.ts";
import { commandLine } from "../../rendering/shell.ts";
import type { LookedAt, OwnedObject, Owner, System } from "../contract.ts";
import { ownedChecks, removeChecks } from "./checks-running.ts";
import { podmanClient } from "./client.ts";
import { podmanHost } from "./host.ts";
import { imageFolders } from "./image-folders.ts";
import { everythingOf, lookFrom, ownedIn } from "./look.ts";
import { refuses } from "./refuses.ts";
import { removeObjects } from "./remove.ts";
import { everythingFor } from "./traces.ts";

const name = "podman";

/** Run from the project's folder. */
const controlScript = "stacks/systems/podman/control.sh";

/** catatonit is the init of containers, netavark and aardvark-dns make networks and their names. */
const tools = {
  programs: ["podman", "catatonit", "iptables"],
  packages: ["podman", "catatonit", "netavark", "aardvark-dns", "iptables"],
  root: true,
  version: ["podman", "--version"] as const,
  // The first that makes networks by netavark.
  oldest: "4.0",
};

const removals: Readonly<Record<LookedAt, readonly [inspect: string, remove: string]>> = {
  container: ["podman inspect", "podman rm --force"],
  network: ["podman network inspect", "podman network rm"],
  volume: ["podman volume inspect", "podman volume rm"],
};

/** Podman on this machine, as root. It has no daemon. @param builder the system that builds its images */
export function openPodman(builder: System): System {
  const podman = podmanClient();
  const owned = async (owner: Owner): Promise<readonly OwnedObject[]> => {
    const folders = [...(await ownFolders(name, owner)), ...(await ownedChecks(owner))];
    return [...folders, ...ownedIn(await everythingFor(podman, owner.instance), owner)];
  };
  return {
    ...localFacts(name, builder),
    name,
    control: (container) => commandLine(["sh", controlScript, container]),
    refuses,
    tools,
    lacksTools: () => toolsLack(tools),
    keeper: "conmon",
    imageFolders: (references) => imageFolders(podman, references),
    async look() {
      await checkTools(name, tools);
      return { ...lookFrom(await everythingOf(podman)), local: true };
    },
    async host() {
      return { cgroupVersion: await cgroupVersion(), containersCgroup: "libpod_parent" };
    },
    removal(object, kind) {
      const [inspect, remove] = removals[kind];
      return `inspect it: ${inspect} ${object}; if it is not needed: ${remove} ${object}`;
    },
    lacks: (requirement) =>
      Promise.resolve(requirement === "privileged" ? undefined : "podman gives a container cgroups of its own"),
    async creator() {
      const { builder: images } = builder;
      if (images === undefined) throw new Error(`the system ${builder.name} builds no images for podman`);
      const [{ byCommands }, { podmanCommander }] = await Promise.all([
        import("../../commanded/resources.ts"),
        import("./commands.ts"),
      ]);
      return byCommands(podmanCommander(await podmanHost(), images.saving), await images.load());
    },
    async data(owner) {
      const { podmanData } = await import("./data.ts");
      return podmanData(podman, owner);
    },
    owned,
    async drift(resources, owner) {
      return commandedDrift(name, resources, await owned(owner));
    },
    async remove(objects) {
      return [
        ...(await removeChecks(objects)),
        ...(await removeObjects(podman, objects)),
        ...(await removeFolders(objects)),
      ];
    },
    removeShared: () => Promise.resolve([]),
  };
}
