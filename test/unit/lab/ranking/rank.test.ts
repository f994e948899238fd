import fc from "fast-check";
import assert from "node:assert/strict";
import { experiments } from "../../../../lab/experiments.ts";
import { constraints } from "../../../../lab/ranking/constraints.ts";
import type { Scores, Weights } from "../../../../lab/ranking/contract.ts";
import { criteria } from "../../../../lab/ranking/criteria.ts";
import { flipsOf } from "../../../../lab/ranking/flips.ts";
import { orderOf, rank } from "../../../../lab/ranking/rank.ts";
import { scoresOf } from "../../../../lab/ranking/score.ts";
import { defaultWeights } from "../../../../lab/ranking/weights.ts";
import { syntheticAnalysis } from "../support/synthetic-analysis.ts";
import { allApproaches } from "../support/synthetic-run.ts";

const near = (actual: number, expected: number) => {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} instead of ${expected}`);
};

const names = ["a", "b", "c"];
const score = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 20 }).map((value) => ({ score: value / 20 })) },
  { weight: 1, arbitrary: fc.constant({ reason: "not measured" }) },
);
const anyScores: fc.Arbitrary<Scores> = fc.dictionary(
  fc.constantFrom("first", "second", "third", "fourth"),
  fc.record({ a: score, b: score, c: score }),
  { minKeys: 2, maxKeys: 4 },
);
const anyWeights: fc.Arbitrary<Weights> = fc.record({
  a: fc.integer({ min: 0, max: 5 }),
  b: fc.integer({ min: 0, max: 5 }),
  c: fc.integer({ min: 1, max: 5 }),
});

describe("lab / ranking", () => {
  it("criteria have different names, formulas, and figures that exist", () => {
    const keys = new Set(
      experiments.flatMap(({ name, figures }) => Object.keys(figures).map((key) => `${name}/${key}`)),
    );
    assert.equal(new Set(criteria.map(({ name }) => name)).size, criteria.length);
    for (const { name, formula, parts } of criteria) {
      assert.match(name, /^[a-z]+$/);
      assert.ok(formula.length > 20, name);
      for (const part of parts) {
        assert.ok(keys.has(part.figure), `${name}: ${part.figure}`);
        if (part.how === "lost-of") assert.ok(keys.has(part.whole));
        if (part.how === "low" && part.onlyIf !== undefined) assert.ok(keys.has(part.onlyIf));
      }
    }
  });

  it("every criterion of a complete run is scored from 0 to 1", () => {
    const scores = scoresOf(syntheticAnalysis({ approaches: allApproaches }), criteria);
    for (const [subject, ofSubject] of Object.entries(scores))
      for (const [criterion, one] of Object.entries(ofSubject))
        assert.ok("score" in one && one.score >= 0 && one.score <= 1, `${criterion} of ${subject}`);
  });

  it("the best has 1 and half as good has a half", () => {
    const values = { separate: 20e6, supervisord: 40e6, systemd: 80e6 };
    const analysis = syntheticAnalysis({
      twin: "none",
      spread: 0,
      values: { "memory/idle.charged": values, "memory/load.charged": values },
    });
    const scores = scoresOf(analysis, criteria);
    const memory = ["separate", "supervisord", "systemd"].map((subject) => scores[subject]?.["memory"]);
    assert.deepEqual(memory, [{ score: 1 }, { score: 0.5 }, { score: 0.25 }]);
  });

  it("what does not come back has no outage and scores 0 for it, not nothing", () => {
    const analysis = syntheticAnalysis({
      values: { "recovery/server.back": { systemd: false } },
      missing: { "recovery/server.outage": { systemd: "it did not come back within 15 s" } },
    });
    const recovery = scoresOf(analysis, criteria)["systemd"]?.["recovery"];
    assert.ok(recovery !== undefined && "score" in recovery && recovery.score < 2 / 3);
  });

  it("a missing figure leaves the criterion without a score, with the reason, and out of the mean", () => {
    const analysis = syntheticAnalysis({ missing: { "memory/idle.charged": { systemd: "no control groups" } } });
    const { order } = rank(analysis, defaultWeights);
    const systemd = order.find(({ subject }) => subject === "systemd");
    assert.match(systemd?.unscored["memory"] ?? "", /memory\/idle.charged: no control groups/);
    assert.ok(systemd !== undefined && systemd.score > 0 && !("memory" in systemd.contributions));
  });

  it("the score is the weighted mean, and the contributions add up to it", () => {
    fc.assert(
      fc.property(anyScores, anyWeights, (scores, weights) => {
        const order = orderOf(scores, weights);
        for (const { subject, score: total, contributions } of order) {
          let [sum, weight] = [0, 0];
          for (const name of names) {
            const one = scores[subject]?.[name];
            if (one === undefined || !("score" in one)) continue;
            sum += (weights[name] ?? 0) * one.score;
            weight += weights[name] ?? 0;
          }
          near(total, weight === 0 ? 0 : sum / weight);
          near(
            Object.values(contributions).reduce((all, share) => all + share, 0),
            total,
          );
        }
        assert.ok(order.every((ranked, index) => ranked.score <= (order[index - 1]?.score ?? 1)));
      }),
    );
  });

  it("only the proportions of weights matter", () => {
    fc.assert(
      fc.property(anyScores, anyWeights, (scores, weights) => {
        const doubled = Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, weight * 2]));
        const [once, twice] = [orderOf(scores, weights), orderOf(scores, doubled)];
        for (const { subject, score: total } of once)
          near(twice.find((ranked) => ranked.subject === subject)?.score ?? -1, total);
      }),
    );
  });

  it("the first place stays until a flip and changes to the one named beyond it", () => {
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
            // Between now and the flip, the first one leads.
            near(lead(scores, at((weight + change.weight) / 2), first.subject), 0);
            // Beyond, the one named is ahead of it; a third may be ahead of both by then.
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

  it("whoever is scored by nothing else comes first as soon as that counts", () => {
    const missing = { reason: "not measured" };
    const scores: Scores = {
      scored: { a: { score: 0 }, b: { score: 0 }, c: { score: 0.9 } },
      hardly: { a: { score: 0 }, b: { score: 0.9 }, c: missing },
    };
    const flip = flipsOf(scores, { a: 0, b: 0, c: 1 }, "scored").find(({ criterion }) => criterion === "b");
    assert.deepEqual(flip?.above, { weight: 0, to: "hardly" });
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

  it("weights decide who is first", () => {
    const analysis = syntheticAnalysis({ approaches: allApproaches });
    const only = (name: string) => Object.fromEntries(criteria.map((one) => [one.name, one.name === name ? 1 : 0]));
    assert.equal(rank(analysis, only("scaling")).order[0]?.subject, "separate");
    assert.equal(rank(analysis, only("memory")).order[0]?.subject, "shell");
  });
});

describe("lab / constraints", () => {
  const excludedBy = (constraint: string) => {
    const { excluded, order } = rank(syntheticAnalysis({ approaches: allApproaches }), defaultWeights, [constraint]);
    const out = excluded.map(({ subject }) => subject);
    assert.deepEqual([...order.map(({ subject }) => subject), ...out].sort(), [...allApproaches].sort());
    assert.ok(excluded.every(({ reason }) => reason !== ""));
    return out;
  };
  const cases: Readonly<Record<string, readonly string[]>> = {
    "no-privilege": ["systemd"],
    "must-scale": allApproaches.slice(2),
    "one-artifact": ["separate", "pod"],
    "keeps-services-apart": allApproaches.slice(1),
    recovers: ["shell"],
    "told-at-stop": ["runit"],
    "read-only-root": [],
  };
  for (const { name, title } of constraints)
    it(`${name}: ${title}`, () => {
      assert.deepEqual(excludedBy(name), cases[name]);
    });

  it("what is not known is excluded, with the reason", () => {
    const missing = { "posture/privileged": { separate: "no probe" } };
    const { excluded } = rank(syntheticAnalysis({ missing }), defaultWeights, ["no-privilege"]);
    assert.match(excluded.find(({ subject }) => subject === "separate")?.reason ?? "", /not known.*no probe/);
  });
});
