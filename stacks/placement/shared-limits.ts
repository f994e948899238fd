import type { Limits, Service, Workload } from "../../services/contract.ts";
import { expanded } from "../rendering/replicas.ts";
import { writableElsewhere } from "../rendering/volumes.ts";
import { forgotten, opened, sharedFolders } from "../rendering/warnings.ts";

/** The sum of the services' limits. */
export function summedLimits(services: readonly Service[]): Limits {
  const total = (of: (limits: Limits) => number) => services.reduce((sum, { limits }) => sum + of(limits), 0);
  return {
    memoryMiB: total(({ memoryMiB }) => memoryMiB),
    cpus: wholeNanos(total(({ cpus }) => cpus)),
    pids: total(({ pids }) => pids),
  };
}

/** Without the error of a sum of decimals, such as 0.1 + 0.2: systems count billionths of a processor, and refuse what is more precise. */
function wholeNanos(cpus: number): number {
  return Math.round(cpus * 1e9) / 1e9;
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
