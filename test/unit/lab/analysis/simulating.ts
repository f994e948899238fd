import assert from "node:assert/strict";
import type { Interval } from "../../../../lab/analysis/contract.ts";
import { seededRandom } from "../../../../lab/random.ts";

/** Draws a value with a source of random numbers. */
export type Draw = (random: () => number) => number;

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Distributions, each with its true median. */
export const families: Readonly<Record<string, { readonly draw: Draw; readonly median: number }>> = {
  normal: { draw: normal, median: 0 },
  exponential: { draw: (random) => -Math.log(1 - random()), median: Math.LN2 },
  "log-normal": { draw: (random) => Math.exp(normal(random)), median: 1 },
  "rounded to whole numbers": { draw: (random) => Math.round(1.2 * normal(random)), median: 0 },
};

/** So many values, the same for the same seed. */
export function draws(draw: Draw, count: number, seed: number): number[] {
  const random = seededRandom(seed * 7919);
  return Array.from({ length: count }, () => draw(random));
}

/** Share of simulations whose interval contains the truth. */
export function coveredBy(times: number, interval: (seed: number) => Interval | undefined, truth: number): number {
  let held = 0;
  for (let seed = 1; seed <= times; seed += 1) {
    const { low, high } = interval(seed) ?? assert.fail("there is no interval");
    if (low <= truth && truth <= high) held += 1;
  }
  return held / times;
}

export function near(actual: number, expected: number, tolerance = 1e-9): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} instead of ${expected}`);
}
