import type { Limits, Service, Workload } from "../../services/contract.ts";
import { opened, singleReplica } from "../rendering/warnings.ts";

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
export function sharedWarnings({ services }: Workload): string[] {
  const { memoryMiB, cpus, pids } = summedLimits(services);
  const processors = cpus === 1 ? "1 processor" : `${cpus} processors`;
  const summed = `limits apply to all services together: ${memoryMiB} MiB, ${processors}, ${pids} processes`;
  return [
    ...services.flatMap((service) => singleReplica(service, "process")),
    ...(services.length > 1 ? [summed] : []),
    ...opened(services),
  ];
}
