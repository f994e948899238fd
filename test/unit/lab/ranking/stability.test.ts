import fc from "fast-check";
import assert from "node:assert/strict";
import type { Scores, Weights } from "../../../../lab/ranking/contract.ts";
import { orderOf } from "../../../../lab/ranking/rank-order.ts";
import { rank } from "../../../../lab/ranking/rank.ts";
import { stabilityOf } from "../../../../lab/ranking/stability.ts";
import { defaultWeights, presetNames, presetWeights } from "../../../../lab/ranking/weights.ts";
import { anyScores, anyWeights, near } from "../support/arbitrary-scores.ts";
import { syntheticAnalysis } from "../support/synthetic-analysis.ts";
import { allApproaches } from "../support/synthetic-run.ts";

const stability = (scores: Scores, weights: Weights) => stabilityOf(scores, weights, orderOf(scores, weights));

describe("lab / ranking / stability", () => {
  it("two subjects that are each better in one of two criteria share the weights as geometry says", () => {
    // The first is ahead if w > 0.25, where w is the weight of the first criterion: uniform from 0 to 1.
    const scores: Scores = {
      first: { a: { score: 1 }, b: { score: 0.6 } },
      second: { a: { score: 0.4 }, b: { score: 0.8 } },
    };
    const { first, order, neighbours, without } = stability(scores, { a: 1, b: 1 });
    assert.ok(Math.abs((first["first"] ?? 0) - 0.75) < 0.01, `${first["first"]}`);
    assert.equal(order, first["first"]);
    assert.deepEqual(neighbours, [{ better: "first", worse: "second", share: first["first"] }]);
    assert.deepEqual(without, [{ criterion: "a", first: "second" }]);
  });

  it("shares of the first place add up to 1, and one that is better everywhere has all of it", () => {
    fc.assert(
      fc.property(anyScores, anyWeights, (scores, weights) => {
        const { first } = stability(scores, weights);
        near(
          Object.values(first).reduce((sum, share) => sum + share, 0),
          1,
        );
      }),
      { numRuns: 20 },
    );
    const best: Scores = {
      low: { a: { score: 0.1 }, b: { score: 0.2 } },
      high: { a: { score: 0.2 }, b: { score: 1 } },
    };
    assert.deepEqual(stability(best, { a: 1, b: 1 }).first, { high: 1, low: 0 });
  });
});

describe("lab / ranking / what breaks", () => {
  const breaking = { "recovery/entry.back": { separate: false, "*": true } };
  const missing = { "recovery/entry.outage": { separate: "it did not come back within 15 s" } };

  it("an approach that leaves a service dead never comes before one that restarts it, for any purpose", () => {
    const analysis = syntheticAnalysis({ approaches: allApproaches, values: breaking, missing });
    for (const name of presetNames) {
      const { order, excluded } = rank(analysis, presetWeights(name));
      assert.ok(!order.some(({ subject }) => subject === "separate"), name);
      const reasons = excluded.filter(({ subject }) => subject === "separate").map(({ reason }) => reason);
      assert.deepEqual(reasons, ["the entry does not come back"], name);
    }
  });

  it("it takes part if that is weighed in instead", () => {
    const analysis = syntheticAnalysis({ approaches: allApproaches, values: breaking, missing });
    const { order } = rank(analysis, defaultWeights, ["told-at-stop"]);
    assert.ok(order.some(({ subject }) => subject === "separate"));
  });
});
