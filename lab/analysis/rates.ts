import type { Trials } from "../contract.ts";
import type { Interval } from "./contract.ts";

/** Halvings of the range in which a limit is searched: enough for a double. */
const halvings = 60;

/**
 * Clopper-Pearson interval of a rate: exact, and conservative.
 * @param trials of at least one
 * @param level wanted coverage, from 0 to 1
 */
export function rateInterval({ hits, of }: Trials, level: number): Interval {
  const tail = (1 - level) / 2;
  const low = hits === 0 ? 0 : rising((rate) => 1 - atMost(hits - 1, of, rate) >= tail);
  const high = hits === of ? 1 : rising((rate) => atMost(hits, of, rate) <= tail);
  return { low, high, coverage: level };
}

/**
 * Interval of the first rate minus the second by Newcombe's method (1998, method 10), but from exact limits of each rate instead of
 * Wilson's, so that its coverage is not below the level.
 * @param a of at least one trial
 * @param b of at least one trial
 */
export function rateDifference(a: Trials, b: Trials, level: number): Interval & { readonly estimate: number } {
  const [rateA, rateB] = [a.hits / a.of, b.hits / b.of];
  const [ofA, ofB] = [rateInterval(a, level), rateInterval(b, level)];
  const estimate = rateA - rateB;
  return {
    estimate,
    low: estimate - Math.hypot(rateA - ofA.low, ofB.high - rateB),
    high: estimate + Math.hypot(ofA.high - rateA, rateB - ofB.low),
    coverage: level,
  };
}

/** Trials of several rounds added up. */
export function added(rounds: readonly Trials[]): Trials {
  return rounds.reduce((sum, { hits, of }) => ({ hits: sum.hits + hits, of: sum.of + of }), { hits: 0, of: 0 });
}

/** Chance of at most so many hits. */
function atMost(hits: number, of: number, rate: number): number {
  if (rate <= 0) return 1;
  if (rate >= 1) return hits >= of ? 1 : 0;
  const [yes, no] = [Math.log(rate), Math.log1p(-rate)];
  let logWays = 0;
  let sum = 0;
  for (let hit = 0; hit <= hits; hit += 1) {
    sum += Math.exp(logWays + hit * yes + (of - hit) * no);
    logWays += Math.log(of - hit) - Math.log(hit + 1);
  }
  return Math.min(1, sum);
}

/** The smallest rate from which on a condition is true. */
function rising(isTrue: (rate: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < halvings; step += 1) {
    const middle = (low + high) / 2;
    if (isTrue(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}
