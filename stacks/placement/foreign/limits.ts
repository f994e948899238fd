import type { ForeignLimits } from "../../../services/foreign/contract.ts";
import { seenTo, type LimitPlan } from "../../container-plan.ts";

const mebibyte = 2 ** 20;

/** Rounded up to what every system can set. */
export function mebibytes(bytes: number): number {
  return Math.ceil(bytes / mebibyte);
}

/** Limits, as far as the file has any. */
export function limitsOf({ memoryBytes, swapBytes, cpus, pids, ...rest }: ForeignLimits): LimitPlan {
  // They are extras.
  seenTo(rest, ["reservedBytes", "cpuShares", "cpuset", "shmBytes", "ulimits"]);
  // Zero and less mean no limit.
  const memoryMiB = memoryBytes === undefined || memoryBytes <= 0 ? undefined : mebibytes(memoryBytes);
  return {
    ...(memoryMiB === undefined ? {} : { memoryMiB, memorySwapMiB: swapOf(memoryMiB, swapBytes) }),
    ...(cpus === undefined || cpus <= 0 ? {} : { cpus }),
    ...(pids === undefined || pids <= 0 ? {} : { pids }),
  };
}

/** Where nothing is said Docker gives as much swap as memory. */
function swapOf(memoryMiB: number, swapBytes: number | undefined): number {
  if (swapBytes === undefined || swapBytes === 0) return 2 * memoryMiB;
  return swapBytes < 0 ? -1 : mebibytes(swapBytes);
}
