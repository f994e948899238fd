import type { Service, Workload } from "../../services/contract.ts";
import type { ContainerPlan } from "../container-plan.ts";
import type { ImagePlan, Settings } from "../contract.ts";
import { dockerfile } from "../rendering/dockerfile.ts";
import { noGrants } from "../rendering/isolation.ts";
import { objectName } from "../rendering/names.ts";

/** Name of the pod's network in the rendering. */
export const network = "pod";

/** Name of the pause container. The underscore keeps it apart from names of services, which have none. */
export function pauseName(services: readonly Service[]): string {
  return services.some(({ name }) => name === "pause") ? "pod_pause" : "pause";
}

/** The user nobody. */
const user = { uid: 65_534, gid: 65_534 };

/** Sleeps, and exits with 0 at SIGTERM: `sleep` itself would exit with 143. */
const command = ["/bin/sh", "-c", "trap 'exit 0' TERM; sleep infinity & wait"];

/** The base image, with no packages or files added. */
export function pauseImage({ services, entry }: Workload, { baseImage }: Settings): ImagePlan {
  const lines = [
    `FROM ${baseImage}`,
    `USER ${user.uid}:${user.gid}`,
    `EXPOSE ${entry.port}`,
    `CMD ${JSON.stringify(command)}`,
  ];
  return { name: pauseName(services), dockerfile: dockerfile(lines), files: [] };
}

/** Holds network, published port and IPC namespace, so that they outlive the services' containers. */
export function pauseContainer({ services, entry }: Workload, { scope }: Settings): ContainerPlan {
  const name = pauseName(services);
  return {
    name,
    fullName: objectName(scope, name),
    services: [],
    image: name,
    process: { command, env: {}, workingDir: "/", init: true, terminal: false },
    identity: { ...user, groups: [] },
    mounts: [],
    attachments: { networks: [{ name: network, aliases: [] }], publishes: entry.port, sharesIpc: true },
    limits: { memoryMiB: 16, cpus: 0.1, pids: 16 },
    startsAfter: [],
    stop: { signal: "SIGTERM", graceSeconds: 2 },
    restart: "unless-stopped",
    logs: { maxSizeMiB: 10, maxFiles: 3 },
    grants: noGrants,
  };
}
