import type { Interval } from "./contract.ts";

/**
 * Interval of a distribution's median from the sorted values: the narrowest pair of symmetric order statistics that reaches the level, or the
 * extremes if none does. Exact for every continuous distribution, and conservative with ties.
 * @param values at least one
 * @param level wanted coverage, from 0 to 1
 * @returns with its true coverage, which is below the level if there are too few values
 */
export function medianInterval(values: readonly number[], level: number): Interval {
  const sorted = [...values].sort((a, b) => a - b);
  const count = sorted.length;
  let depth = 0;
  while (depth + 1 < count / 2 && medianCoverage(count, depth + 1) >= level) depth += 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[depth], sorted[count - 1 - depth]];
  return { low, high, coverage: medianCoverage(count, depth) };
}

/**
 * Chance that the median lies between two order statistics of a sample.
 * @param depth how many values lie outside on either side; 0 for the extremes
 */
export function medianCoverage(count: number, depth: number): number {
  // Each value is below the median with a chance of one half: the binomial distribution.
  let chance = 2 ** -count;
  let tail = 0;
  for (let below = 0; below <= depth; below += 1) {
    tail += chance;
    chance *= (count - below) / (below + 1);
  }
  return Math.max(0, 1 - 2 * tail);
}
