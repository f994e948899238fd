import { translated, type LimitPlan } from "../container-plan.ts";

/** Settings of cgroups.sh; empty ones limit nothing. Pure. */
export function limitSettings({ memoryMiB, memorySwapMiB = memoryMiB, cpus, pids, ...rest }: LimitPlan) {
  translated(rest);
  const bytes = (mebibytes: number | undefined) =>
    mebibytes === undefined ? "" : String(mebibytes === -1 ? -1 : mebibytes * 1024 ** 2);
  return {
    memory_bytes: bytes(memoryMiB),
    memory_swap_bytes: bytes(memorySwapMiB),
    // Microseconds of each tenth of a second.
    cpu_quota: cpus === undefined ? "" : String(Math.round(cpus * 100_000)),
    most_processes: pids === undefined ? "" : String(pids),
  };
}
