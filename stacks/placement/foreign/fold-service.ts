import { UserError } from "../../../errors/user-error.ts";
import type { Service, StopSignal, Workload } from "../../../services/contract.ts";
import { whyReserved } from "../../../services/names.ts";
import type { Mount } from "../../container-plan.ts";
import type { ServicePlan, Settings } from "../../contract.ts";
import { replicaNames } from "../../rendering/replicas.ts";
import type { Supervision } from "../../supervisors/contract.ts";
import { rootOf } from "../../supervisors/entering.ts";
import { controlProgram, runAsFolder } from "../../supervisors/paths.ts";
import { all } from "../shared-container.ts";
import { foreignContainer, type Adopted } from "./container.ts";

/** @throws UserError for a service whose name cannot be that of a supervisor's file */
export function refuseName({ name }: Adopted): void {
  const why =
    whyReserved(name) ??
    (/^[A-Za-z][A-Za-z0-9_-]*$/.test(name) ? undefined : "files and units of supervisors are named after it");
  if (why === undefined) return;
  throw new UserError({
    found: `The service ${name} cannot have this name in a container for all services: ${why}.`,
    allowed: "a letter, and then letters, digits, dashes and underscores",
    remedy: "rename it in the Compose file, or deploy it with a container for each service",
  });
}

const known: readonly string[] = ["SIGTERM", "SIGINT", "SIGQUIT"] satisfies readonly StopSignal[];

/** Whether supervisors send it. A service with another one gets SIGTERM. */
export function isSent(stopSignal: string): boolean {
  return known.includes(stopSignal);
}

/** As supervisors run it. Its volumes are mounts below its root, which no user of this container owns. */
export function asRun(service: Adopted): Service {
  const { stopSignal } = service.foreign;
  return { ...service, volumes: [], stopSignal: isSent(stopSignal) ? (stopSignal as StopSignal) : "SIGTERM" };
}

/** Its mounts, below its root. */
export function mountsOf(service: Adopted, workload: Workload, settings: Settings): readonly Mount[] {
  const root = rootOf(service);
  // Replicas share a root: they have the first one's mounts.
  const { mounts } = foreignContainer(service, 1, { networks: [] }, { workload, settings });
  const inside = mounts.map((mount) => ({ ...mount, path: `${root}${mount.path}` }));
  const shm = service.foreign.service.limits.shmBytes ?? 64 * 2 ** 20;
  return [...inside, { kind: "memory", path: `${root}/dev/shm`, options: `size=${shm},mode=1777` }];
}

/** Where it runs in the container, and how it is controlled. */
export function planOf(service: Adopted, { log }: Supervision): ServicePlan {
  const { completes } = service;
  return {
    replicas: replicaNames(service).map((name) => ({ container: all, name })),
    control: { program: controlProgram, runAs: runAsFolder, log },
    ...(completes === undefined ? {} : { completes }),
  };
}
