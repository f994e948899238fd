import fc from "fast-check";
import assert from "node:assert/strict";
import type { Scores, Weights } from "../../../../lab/ranking/contract.ts";
import { flipsOf } from "../../../../lab/ranking/flips.ts";
import { orderOf } from "../../../../lab/ranking/rank-order.ts";
import { anyScores, anyWeights, near } from "../support/arbitrary-scores.ts";

describe("lab / ranking / flips", () => {
  it("the first place stays up to a flip and goes to the named subject beyond it", () => {
    const lead = (scores: Scores, weights: Weights, name: string) => {
      const order = orderOf(scores, weights);
      return (order[0]?.score ?? 0) - (order.find(({ subject }) => subject === name)?.score ?? 0);
    };
    fc.assert(
      fc.property(anyScores, anyWeights, (scores, weights) => {
        const [first, second] = orderOf(scores, weights);
        fc.pre(first !== undefined && second !== undefined && first.score - second.score > 1e-6);
        for (const { criterion, weight, above, below } of flipsOf(scores, weights, first.subject)) {
          const at = (value: number) => ({ ...weights, [criterion]: value });
          for (const change of [above, below]) {
            if (change === undefined) continue;
            const step = change === above ? 1e-4 : -1e-4;
            // Between the present weight and the flip, the first subject leads.
            near(lead(scores, at((weight + change.weight) / 2), first.subject), 0);
            // Beyond it, the named subject is ahead; a third one may be ahead of both.
            if (change.weight + step <= 0) continue;
            const beyond = at(change.weight + step);
            assert.ok(lead(scores, beyond, change.to) <= lead(scores, beyond, first.subject));
          }
          if (above === undefined) near(lead(scores, at(weight + 1000), first.subject), 0);
          if (below === undefined && weight > 0) near(lead(scores, at(1e-9), first.subject), 0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("a subject with only this score comes first as soon as its weight is above 0", () => {
    const missing = { reason: "not measured" };
    const scores: Scores = {
      scored: { a: { score: 0 }, b: { score: 0 }, c: { score: 0.9 } },
      hardly: { a: { score: 0 }, b: { score: 0.9 }, c: missing },
    };
    const flip = flipsOf(scores, { a: 0, b: 0, c: 1 }, "scored").find(({ criterion }) => criterion === "b");
    assert.deepEqual(flip?.above, { weight: 0, to: "hardly" });
  });

  it("a subject with only this score, as high as the first, passes when the first one falls", () => {
    const missing = { reason: "not measured" };
    const scores: Scores = {
      first: { a: { score: 0 }, b: { score: 0.9 }, c: { score: 0.15 } },
      level: { a: { score: 0.65 }, b: missing, c: missing },
    };
    const flip = flipsOf(scores, { a: 0, b: 2, c: 1 }, "first").find(({ criterion }) => criterion === "a");
    assert.deepEqual(flip?.above, { weight: 0, to: "level" });
  });

  it("a flip is where the means are equal: a known case", () => {
    const scores: Scores = {
      light: { memory: { score: 1 }, security: { score: 0.2 } },
      safe: { memory: { score: 0.5 }, security: { score: 1 } },
    };
    const [memory, security] = flipsOf(scores, { memory: 1, security: 1 }, "safe");
    assert.equal(memory?.above?.to, "light");
    near(memory.above.weight, 1.6);
    assert.equal(memory.below, undefined);
    near(security?.below?.weight ?? 0, 0.625);
  });
});
