import { connectedClient, type DockerClient } from "../../../docker/client.ts";
import type { SystemRequirement } from "../../contract.ts";
import { commandLine } from "../../rendering/shell.ts";
import type { LookedAt, System } from "../contract.ts";
import { findBaseImage } from "./base-image.ts";
import { removeCaches } from "./caches.ts";
import { missingFolders } from "./delivered/missing.ts";
import { diagnose } from "./diagnose.ts";
import { findDrift } from "./drift.ts";
import { foreignImage } from "./foreign-images.ts";
import { limitsNow } from "./limits-now.ts";
import { addressIn, hostFacts, lookAtDocker, placeOf, processorsOf } from "./look.ts";
import { withoutOwnCgroups } from "./own-cgroups.ts";
import { ownedObjects } from "./owned.ts";
import { withoutPrivilege } from "./privilege.ts";
import { reachOn } from "./reach.ts";
import { withoutCgroupsBelow } from "./read-only-cgroups.ts";
import { releaseOf } from "./release.ts";
import { removeObjects } from "./remove.ts";
import { checkRoom } from "./room.ts";

/** Run from the project's folder. */
const exportScript = "stacks/systems/docker/export.sh";
const controlScript = "stacks/systems/docker/control.sh";

/** Docker, with the daemon that DOCKER_HOST or the docker context names. @param env @default process.env */
export async function openDocker(env?: NodeJS.ProcessEnv): Promise<System> {
  return dockerSystem(await connectedClient(env));
}

/** Tries each requirement. */
const tries = {
  privileged: withoutPrivilege,
  cgroupsBelowReadOnly: withoutCgroupsBelow,
  ownCgroupsWritable: withoutOwnCgroups,
} satisfies Record<SystemRequirement, typeof withoutPrivilege>;

const removals: Readonly<Record<LookedAt, { readonly inspect: string; readonly remove: string }>> = {
  container: { inspect: "docker inspect", remove: "docker rm --force" },
  network: { inspect: "docker network inspect", remove: "docker network rm" },
  volume: { inspect: "docker volume inspect", remove: "docker volume rm" },
};

function removal(name: string, kind: LookedAt): string {
  const { inspect, remove } = removals[kind];
  return `inspect it: ${inspect} ${name}; if it is not needed: ${remove} ${name}`;
}

/** @param client of the daemon */
export function dockerSystem(client: DockerClient): System {
  const { host, context } = client.endpoint;
  const daemon = context === undefined ? ["--host", host] : ["--context", context];
  return {
    name: "docker",
    control: (container) => commandLine(["sh", controlScript, ...daemon, container]),
    refuses: ({ grants }) => (grants.ownCgroups === true ? ["its cgroups are read-only: Docker has no other"] : []),
    look: () => lookAtDocker(client),
    host: () => hostFacts(client),
    reach: (address) => reachOn(host, address),
    place: () => placeOf(client),
    addressIn,
    processors: () => processorsOf(client),
    baseImage: (configured, candidates, { images }) => findBaseImage(client, configured, candidates, images),
    checkRoom: (missing) => checkRoom(missing.length, client),
    removal,
    lacks: (requirement, image) => tries[requirement](client, image),
    release: (image) => releaseOf(client, image),
    foreignImage: (image, tag) => foreignImage(client, image, tag),
    diagnose: () => diagnose(client),
    async creator() {
      const { dockerResources } = await import("./resources.ts");
      return dockerResources(client);
    },
    builder: {
      saving: [...client.argv, "image", "save"],
      exporting: ["sh", exportScript, ...daemon],
      async load() {
        const { dockerImages } = await import("./resources.ts");
        return dockerImages(client);
      },
    },
    async data(owner, image) {
      const { dockerData } = await import("./data/index.ts");
      return dockerData(client, owner, image);
    },
    owned: (owner) => ownedObjects(client, owner),
    async drift(resources, owner) {
      const [present, missing, limits] = await Promise.all([
        ownedObjects(client, owner),
        missingFolders(client, owner),
        limitsNow(client, resources),
      ]);
      return findDrift(resources, present, missing, limits);
    },
    remove: (objects) => removeObjects(client, objects),
    removeShared: () => removeCaches(client),
  };
}
