import { median } from "simple-statistics";
import type { Interval } from "./contract.ts";

/** How far a sample is shifted against another one. */
export interface Shift {
  /** Hodges-Lehmann estimate: the median of all differences between a value of the first sample and one of the second. */
  readonly estimate: number;
  /** Undefined if there are too few values for the level. */
  readonly interval: Interval | undefined;
  /** The highest coverage that samples of these sizes can give. */
  readonly best: number;
}

/**
 * The shift from `b` to `a`, with the interval of all shifts that an exact two-sided rank-sum test does not reject. It takes for granted that
 * the two spread alike. Ties make its coverage higher.
 * @param a at least one
 * @param b at least one
 * @param level wanted coverage, from 0 to 1
 */
export function shiftBetween(a: readonly number[], b: readonly number[], level: number): Shift {
  const differences = a.flatMap((left) => b.map((right) => left - right)).sort((one, other) => one - other);
  const tails = rankSumTails(a.length, b.length);
  const best = 1 - 2 * (tails[0] ?? 1);
  // Allows for rounding of a level such as 1 - 0.05 / 3.
  const allowed = (1 - level) / 2 + 1e-12;
  const depth = tails.findLastIndex((tail) => tail <= allowed);
  const [low, high] = [differences[depth], differences[differences.length - 1 - depth]];
  const interval =
    depth < 0 || low === undefined || high === undefined || low > high
      ? undefined
      : { low, high, coverage: 1 - 2 * (tails[depth] ?? 0) };
  return { estimate: median(differences), interval, best };
}

/**
 * Chances of the Mann-Whitney statistic U in samples of these sizes from one distribution.
 * @returns at index u the chance that U is at most u
 */
export function rankSumTails(sizeA: number, sizeB: number): readonly number[] {
  const key = `${sizeA} ${sizeB}`;
  const known = tailsOfSizes.get(key) ?? tailsOf(sizeA, sizeB);
  tailsOfSizes.set(key, known);
  return known;
}

const tailsOfSizes = new Map<string, readonly number[]>();

function tailsOf(sizeA: number, sizeB: number): number[] {
  const counts = waysOf(sizeA, sizeB);
  const all = counts.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  return counts.map((count) => (sum += count) / all);
}

/** At index u: in how many orders of all values U is u. */
function waysOf(sizeA: number, sizeB: number): number[] {
  const most = sizeA * sizeB;
  // ways[k][u]: choices of k of the ranks so far, where u counts the unchosen ranks below each chosen one.
  const ways = Array.from({ length: sizeA + 1 }, () => new Array<number>(most + 1).fill(0));
  (ways[0] ?? [])[0] = 1;
  for (let rank = 0; rank < sizeA + sizeB; rank += 1)
    for (let chosen = Math.min(sizeA, rank + 1); chosen >= 1; chosen -= 1) {
      const below = rank - (chosen - 1);
      const [from = [], to = []] = [ways[chosen - 1], ways[chosen]];
      for (let u = most; u >= below; u -= 1) to[u] = (to[u] ?? 0) + (from[u - below] ?? 0);
    }
  return ways[sizeA] ?? [];
}
