import fc from "fast-check";
import assert from "node:assert/strict";
import type { Scores, Weights } from "../../../../lab/ranking/contract.ts";

/** Criteria of the arbitrary scores and weights. */
export const names = ["a", "b", "c"];
const score = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 20 }).map((value) => ({ score: value / 20 })) },
  { weight: 1, arbitrary: fc.constant({ reason: "not measured" }) },
);
/** Scores of two to four subjects; some have none in some criterion. */
export const anyScores: fc.Arbitrary<Scores> = fc.dictionary(
  fc.constantFrom("first", "second", "third", "fourth"),
  fc.record({ a: score, b: score, c: score }),
  { minKeys: 2, maxKeys: 4 },
);
/** Whole weights, at least one above 0. */
export const anyWeights: fc.Arbitrary<Weights> = fc.record({
  a: fc.integer({ min: 0, max: 5 }),
  b: fc.integer({ min: 0, max: 5 }),
  c: fc.integer({ min: 1, max: 5 }),
});

/** Equal up to rounding errors. */
export function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} instead of ${expected}`);
}
