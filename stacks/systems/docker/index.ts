import { connectedClient, type DockerClient } from "../../../docker/client.ts";
import type { Requirement } from "../../contract.ts";
import { commandLine } from "../../rendering/shell.ts";
import type { System } from "../contract.ts";
import { findBaseImage } from "./base-image.ts";
import { removeCaches } from "./caches.ts";
import { missingFolders } from "./delivered/missing.ts";
import { findDrift } from "./drift.ts";
import { hostFacts, lookAtDocker } from "./look.ts";
import { ownedObjects } from "./owned.ts";
import { withoutPrivilege } from "./privilege.ts";
import { withoutCgroupsBelow } from "./read-only-cgroups.ts";
import { removeObjects } from "./remove.ts";
import { checkRoom } from "./room.ts";

/** Run from the project's folder. */
const controlScript = "stacks/systems/docker/control.sh";

/** Docker, with the daemon that DOCKER_HOST or the docker context names. @param env @default process.env */
export async function openDocker(env?: NodeJS.ProcessEnv): Promise<System> {
  return dockerSystem(await connectedClient(env));
}

/** Tries each requirement. */
const tries = { privileged: withoutPrivilege, cgroupsBelowReadOnly: withoutCgroupsBelow } satisfies Record<
  Requirement,
  typeof withoutPrivilege
>;

function removal(name: string, kind: "container" | "volume"): string {
  if (kind === "volume")
    return `inspect it: docker volume inspect ${name}; if it is not needed: docker volume rm ${name}`;
  return `inspect it: docker inspect ${name}; if it is not needed: docker rm --force ${name}`;
}

/** @param client of the daemon */
export function dockerSystem(client: DockerClient): System {
  const { host, context } = client.endpoint;
  const daemon = context === undefined ? ["--host", host] : ["--context", context];
  return {
    name: "docker",
    control: (container) => commandLine(["sh", controlScript, ...daemon, container]),
    // Docker can do all that a plan can say.
    refuses: () => [],
    look: () => lookAtDocker(client),
    host: () => hostFacts(client),
    baseImage: (configured, candidates, { images }) => findBaseImage(client, configured, candidates, images),
    checkRoom: (missing) => checkRoom(missing.length, client),
    removal: (name, kind = "container") => removal(name, kind),
    lacks: (requirement, image) => tries[requirement](client, image),
    async creator() {
      const { dockerResources } = await import("./resources.ts");
      return dockerResources(client);
    },
    async data(owner, image) {
      const { dockerData } = await import("./data/index.ts");
      return dockerData(client, owner, image);
    },
    owned: (owner) => ownedObjects(client, owner),
    async drift(resources, owner) {
      const [present, missing] = await Promise.all([ownedObjects(client, owner), missingFolders(client, owner)]);
      return findDrift(resources, present, missing);
    },
    remove: (objects) => removeObjects(client, objects),
    removeShared: () => removeCaches(client),
  };
}
