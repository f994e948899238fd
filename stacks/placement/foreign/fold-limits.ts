import { translated, type ExtrasPlan, type LimitPlan } from "../../container-plan.ts";
import { numbersOf } from "../../rendering/replicas.ts";
import { lostAlone, type Share } from "./fold-share.ts";

/** What the container for all may use, and what of the services' limits is lost by that. */
export interface FoldedLimits {
  readonly limits: LimitPlan;
  readonly weights: Pick<ExtrasPlan, "cpuset" | "cpuShares" | "reservedMiB">;
  readonly warnings: readonly string[];
}

/** Sums, as far as every service has a limit: one without could use all that the others have. */
export function foldedLimits(shares: readonly Share[]): FoldedLimits {
  const memory = sum(shares, ({ memory: one }) => one);
  const swap = swapOf(shares);
  const cpus = sum(shares, ({ processors }) => processors);
  const pids = sum(shares, ({ processes }) => processes);
  const weights = weightsOf(shares);
  return {
    limits: {
      ...(memory === undefined ? {} : { memoryMiB: memory, ...(swap === undefined ? {} : { memorySwapMiB: swap }) }),
      ...(cpus === undefined ? {} : { cpus: Math.round(cpus * 1e9) / 1e9 }),
      ...(pids === undefined ? {} : { pids }),
    },
    weights,
    warnings: [
      ...(["memory", "processors", "processes"] as const).flatMap((kind) =>
        lostAlone(shares, `its limit of ${kind}`, ({ limits }) => amountsOf(limits)[kind] !== undefined),
      ),
      ...lostAlone(shares, "its cpuset", ({ extras }) => extras.cpuset !== undefined),
      ...(weights.cpuShares === undefined || shares.length < 2
        ? []
        : ["cpu_shares are the container's, as their sum: no service has a larger share than another"]),
    ],
  };
}

function amountsOf({ memoryMiB, memorySwapMiB, cpus, pids, ...rest }: LimitPlan) {
  translated(rest);
  return { memory: memoryMiB, swap: memorySwapMiB, processors: cpus, processes: pids };
}

type Amounts = ReturnType<typeof amountsOf>;

/** Of all replicas; undefined if one service has none. */
function sum(shares: readonly Share[], of: (amounts: Amounts) => number | undefined): number | undefined {
  const values = shares.flatMap(({ service, limits }) => numbersOf(service).map(() => of(amountsOf(limits))));
  return values.includes(undefined) ? undefined : added(values);
}

function added(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

/** One that may swap without a limit lets all do so. */
function swapOf(shares: readonly Share[]): number | undefined {
  const isUnlimited = shares.some(({ limits }) => amountsOf(limits).swap === -1);
  return isUnlimited ? -1 : sum(shares, ({ swap }) => swap);
}

/** What the kernel gives a container that says nothing, and the most that it gives. */
const usualCpuShares = 1024;
const mostCpuShares = 262_144;

/** Against other containers, the one for all counts as much as theirs together would. */
function weightsOf(shares: readonly Share[]): FoldedLimits["weights"] {
  const each = shares.flatMap(({ service, extras }) => numbersOf(service).map(() => extras));
  // Different ones are a conflict before.
  const [cpuset] = each.every((one) => one.cpuset !== undefined) ? each.map((one) => one.cpuset) : [];
  const reserved = each.map(({ reservedMiB }) => reservedMiB);
  const isWeighed = each.some(({ cpuShares }) => cpuShares !== undefined);
  const weight = added(each.map(({ cpuShares }) => cpuShares ?? usualCpuShares));
  return {
    ...(cpuset === undefined ? {} : { cpuset }),
    ...(isWeighed ? { cpuShares: Math.min(mostCpuShares, weight) } : {}),
    ...(reserved.every((one) => one === undefined) ? {} : { reservedMiB: added(reserved) }),
  };
}
