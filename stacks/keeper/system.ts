import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { commandedDrift } from "../commanded/drift.ts";
import { ownFolders, removeFolders } from "../commanded/folders.ts";
import { cgroupVersion, localFacts } from "../commanded/local.ts";
import { checkTools, toolsLack } from "../commanded/tools.ts";
import type { ContainerPlan } from "../container-plan.ts";
import { commandLine } from "../rendering/shell.ts";
import type { Owner, System, SystemLook, SystemTools } from "../systems/contract.ts";
import { imageFolder, type KeepingSupervisor, type KeptSystem } from "./contract.ts";
import { keptObjects, lookAt } from "./look.ts";
import { removeKept } from "./remove.ts";

/** What tells a system of this kind from others. */
interface KeptParts {
  readonly name: string;
  readonly builder: System;
  readonly programs: readonly string[];
  readonly packages: readonly string[];
  readonly version: SystemTools["version"];
  readonly oldest?: SystemTools["oldest"];
  readonly guest?: SystemTools["guest"];
  /** @default s6 */
  readonly supervisor?: KeepingSupervisor;
  /** Cgroup that all containers are below. @default the one that cgroups.sh makes */
  readonly containersCgroup?: string;
  /** @default every Linux machine can use it */
  readonly unfit?: SystemTools["unfit"];
  refuses(container: ContainerPlan): readonly string[];
  readonly kept: () => Promise<KeptSystem>;
}

/** How guests run here. */
async function guestLook(guest: SystemTools["guest"]): Promise<Pick<SystemLook, "guests">> {
  if (guest === undefined) return {};
  const read = async (name: string) => (await readFile(join(guest.folder, name), "utf8")).trim();
  return { guests: { emulated: (await read("accelerator")) !== "kvm", pace: Number(await read("pace")) } };
}

/** Where the scripts of all of them are, in the project. */
const scripts = "stacks/keeper";

/** Programs and packages that all of them need. */
const common = {
  programs: ["ip", "iptables", "unshare", "dnsmasq"],
  packages: ["iproute2", "iptables", "util-linux", "dnsmasq-base", "systemd"],
};

/** And by what keeps containers running. */
const supervisors: Readonly<
  Record<KeepingSupervisor, Pick<SystemTools, "programs" | "packages"> & Pick<System, "keeper">>
> = {
  s6: { programs: ["s6-supervise", "s6-log", "systemd-socket-activate"], packages: ["s6"], keeper: "s6-supervise" },
  // PID 1 of the machine is not to be ended.
  units: { programs: ["systemctl", "journalctl"], packages: [] },
};

/** A system whose containers a supervisor keeps running, on this machine, as root. */
export function keptSystem(parts: KeptParts): System {
  const { name, builder, programs, packages, version, kept, unfit, containersCgroup = "container-approaches" } = parts;
  const supervisor = supervisors[parts.supervisor ?? "s6"];
  const owned = async (owner: Owner) => [...(await ownFolders(name, owner)), ...(await keptObjects(name, owner))];
  const tools = {
    programs: [...supervisor.programs, ...common.programs, ...programs],
    packages: [...supervisor.packages, ...common.packages, ...packages],
    root: true,
    version,
    ...(parts.oldest === undefined ? {} : { oldest: parts.oldest }),
    // Guests have cgroups of their own kernel.
    ...(parts.guest === undefined ? { controllers: ["memory", "cpu", "pids"] } : { guest: parts.guest }),
    ...(unfit === undefined ? {} : { unfit }),
  };
  return {
    ...localFacts(name, builder),
    name,
    control: (container) => commandLine(["sh", "stacks/keeper/control.sh", name, container]),
    refuses: (container) => parts.refuses(container),
    tools,
    lacksTools: () => toolsLack(tools),
    ...(supervisor.keeper === undefined ? {} : { keeper: supervisor.keeper }),
    imageFolders: (references) => Promise.resolve(references.map((reference) => imageFolder(name, reference))),
    async look() {
      await checkTools(name, tools);
      return { ...(await lookAt(name)), local: true, ...(await guestLook(parts.guest)) };
    },
    async host() {
      return { cgroupVersion: await cgroupVersion(), containersCgroup };
    },
    removal(object, kind) {
      const folder = kind === "volume" ? "/var/lib/container-approaches" : "/run/container-approaches";
      return `inspect ${folder}/${name}/${kind}s/${object}; npm run down of the stack that its file "labels" names removes it`;
    },
    lacks: () => Promise.resolve(undefined),
    async creator() {
      const { builder: images } = builder;
      if (images === undefined) throw new Error(`the system ${builder.name} builds no images for ${name}`);
      const [{ byCommands }, { keptCommander }, { scriptsKey }] = await Promise.all([
        import("../commanded/resources.ts"),
        import("./commands.ts"),
        import("./scripts-key.ts"),
      ]);
      const system = await kept();
      const supervising = `${scripts}/supervisors/${system.supervisor ?? "s6"}.sh`;
      const version = await scriptsKey([`${scripts}/lib`, supervising, system.scripts]);
      return byCommands(keptCommander(system, images.exporting, version), await images.load());
    },
    async data(owner) {
      const { keptData } = await import("./data.ts");
      return keptData(name, owner);
    },
    owned,
    drift: async (resources, owner) => commandedDrift(name, resources, await owned(owner)),
    remove: async (objects) => [...(await removeKept(name, objects)), ...(await removeFolders(objects))],
    removeShared: () => Promise.resolve([]),
  };
}
