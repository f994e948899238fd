import type { Limits, Service, Workload } from "../../services/contract.ts";
import { expanded } from "../rendering/replicas.ts";
import { writableElsewhere } from "../rendering/volumes.ts";
import { forgotten, opened, sharedFolders } from "../rendering/warnings.ts";

/** The sum of the services' limits. */
export function summedLimits(services: readonly Service[]): Limits {
  const total = (of: (limits: Limits) => number) => services.reduce((sum, { limits }) => sum + of(limits), 0);
  return {
    memoryMiB: total(({ memoryMiB }) => memoryMiB),
    // Systems take no more digits than nine, and a sum of decimal fractions can have more.
    cpus: Number(total(({ cpus }) => cpus).toFixed(6)),
    pids: total(({ pids }) => pids),
  };
}

/** What one container for all services cannot honour. */
export function sharedWarnings(workload: Workload): string[] {
  const { services } = workload;
  const { memoryMiB, cpus, pids } = summedLimits(expanded(workload).services);
  const processors = cpus === 1 ? "1 processor" : `${cpus} processors`;
  const summed = `limits apply to all services together: ${memoryMiB} MiB, ${processors}, ${pids} processes`;
  return [
    ...services.flatMap(sharedFolders),
    ...(services.length > 1 ? [summed] : []),
    ...writableElsewhere(services),
    ...opened(services),
    ...forgotten(services),
  ];
}
