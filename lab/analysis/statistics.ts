import { errorFunction, median, quantile, sampleWithReplacement } from "simple-statistics";

export { median, quantile };

/** With fewer values, an interval is their extremes. */
const fewestForBootstrap = 4;
const resamples = 2000;

/** Up to this many values in both samples together, the rank test is exact; its counts stay below 2^53. */
const mostForExact = 40;

/**
 * Bootstrap 95 % interval of the median, by percentiles of resampled medians; with fewer than 4 values, their extremes.
 * It always contains the median.
 * @param values at least one
 * @param random numbers from 0 to 1, see `seededRandom`
 */
export function medianInterval(values: readonly number[], random: () => number): readonly [low: number, high: number] {
  if (values.length < fewestForBootstrap) return [Math.min(...values), Math.max(...values)];
  const copy = [...values];
  const medians = Array.from({ length: resamples }, () => median(sampleWithReplacement(copy, copy.length, random)));
  const middle = median(values);
  return [Math.min(middle, quantile(medians, 0.025)), Math.max(middle, quantile(medians, 0.975))];
}

/**
 * Two-sided p value of the Mann-Whitney rank test: the probability of a difference at least as large if both samples had the same
 * distribution. Exact, with ties, up to 40 values in total; beyond that the normal approximation, corrected for ties and continuity.
 * @param a at least one
 * @param b at least one
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): number {
  const ranks = doubledRanks([...a, ...b]);
  const observed = sum(ranks.slice(0, a.length));
  return ranks.length <= mostForExact
    ? exactProbability(ranks, a.length, observed)
    : normalProbability(ranks, a.length, observed);
}

/** The smallest p value that samples of these sizes can have: that of samples without overlap or ties. */
export function smallestProbability(sizeA: number, sizeB: number): number {
  let splits = 1;
  for (let chosen = 1; chosen <= sizeA; chosen += 1) splits *= (sizeB + chosen) / chosen;
  return Math.min(1, 2 / splits);
}

/** From -1 to 1: share of pairs in which the first value is larger, less the share in which it is smaller. */
export function cliffsDelta(a: readonly number[], b: readonly number[]): number {
  const signs = a.flatMap((left) => b.map((right) => Math.sign(left - right)));
  return sum(signs) / signs.length;
}

/** Twice the rank of each value, so that the mean rank of tied values is a whole number. */
function doubledRanks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return 2 * below + equal + 1;
  });
}

/** Of all ways to choose as many ranks as the first sample has, the share whose sum is at least as far from the mean as the observed one. */
function exactProbability(ranks: readonly number[], size: number, observed: number): number {
  // ways[k].get(s): number of ways in which k of the ranks so far add up to s.
  const ways = Array.from({ length: size + 1 }, () => new Map<number, number>());
  ways[0]?.set(0, 1);
  for (const rank of ranks) {
    for (let chosen = size; chosen >= 1; chosen -= 1) {
      const target = ways[chosen];
      for (const [total, count] of ways[chosen - 1] ?? [])
        target?.set(total + rank, (target.get(total + rank) ?? 0) + count);
    }
  }
  const splits = [...(ways[size] ?? [])];
  const mean = (sum(ranks) * size) / ranks.length;
  // Slightly less, to allow for rounding of the mean.
  const distance = Math.abs(observed - mean) - 1e-9 * Math.max(1, mean);
  const extreme = splits.filter(([total]) => Math.abs(total - mean) >= distance);
  return sum(extreme.map(([, count]) => count)) / sum(splits.map(([, count]) => count));
}

function normalProbability(ranks: readonly number[], size: number, observed: number): number {
  const n = ranks.length;
  const mean = size * (n + 1);
  const squares = sum(ranks.map((rank) => (rank - (n + 1)) ** 2));
  // Variance of the sum of doubled ranks drawn without replacement; the squares account for ties.
  const variance = (squares * size * (n - size)) / (n * (n - 1));
  if (variance === 0) return 1;
  const z = Math.max(0, Math.abs(observed - mean) - 1) / Math.sqrt(variance);
  return Math.min(1, Math.max(0, 1 - errorFunction(z / Math.SQRT2)));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
