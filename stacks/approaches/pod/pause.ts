import type { Service, Workload } from "../../../services/contract.ts";
import type { ImagePlan, Settings, UnitPlan } from "../../contract.ts";
import { dockerfile } from "../../rendering/dockerfile.ts";
import { objectName } from "../../rendering/names.ts";
import { hardened } from "../../rendering/own-container/unit.ts";

/** Name of the pod's network in the rendering. */
export const network = "pod";

/** Name of the container that holds what the services share. No service's name has an underscore. */
export function pauseName(services: readonly Service[]): string {
  return services.some(({ name }) => name === "pause") ? "pod_pause" : "pause";
}

const user = "65534:65534";

/** Sleeps, and ends with 0 when it is told to: `sleep` itself would end with 143. */
const command = ["/bin/sh", "-c", "trap 'exit 0' TERM; sleep infinity & wait"];

/** The base image, with nothing added. */
export function pauseImage({ services, entry }: Workload, { baseImage }: Settings): ImagePlan {
  const lines = [`FROM ${baseImage}`, `USER ${user}`, `EXPOSE ${entry.port}`, `CMD ${JSON.stringify(command)}`];
  return { name: pauseName(services), dockerfile: dockerfile(lines), files: [] };
}

/** Holds network, published port and IPC, so that they outlive each service's container. It has next to nothing else. */
export function pauseUnit({ services, entry }: Workload, { scope, publish }: Settings): UnitPlan {
  const name = pauseName(services);
  return {
    name,
    fullName: objectName(scope, name),
    services: [],
    image: name,
    command,
    env: {},
    user,
    workingDir: "/",
    networks: [{ name: network, aliases: [] }],
    ports: [{ address: publish.address, external: publish.port, internal: entry.port }],
    sharesIpc: true,
    tmpfs: {},
    volumes: [],
    ...hardened,
    limits: { memoryMiB: 16, cpus: 0.1, pids: 16 },
    restart: "unless-stopped",
    stopSignal: "SIGTERM",
    stopGraceSeconds: 2,
    logs: { maxSizeMiB: 10, maxFiles: 3 },
  };
}
