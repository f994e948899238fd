import fc from "fast-check";
import assert from "node:assert/strict";
import { experiments } from "../../../../lab/experiments.ts";
import { criteria } from "../../../../lab/ranking/criteria.ts";
import { orderOf } from "../../../../lab/ranking/rank-order.ts";
import { rank } from "../../../../lab/ranking/rank.ts";
import { scoreOnScale, scoresOf } from "../../../../lab/ranking/score.ts";
import { defaultWeights } from "../../../../lab/ranking/weights.ts";
import { rules } from "../../../../lab/rules/rules.ts";
import { anyScores, anyWeights, names, near } from "../support/arbitrary-scores.ts";
import { syntheticAnalysis } from "../support/synthetic-analysis.ts";
import { allApproaches } from "../support/synthetic-run.ts";

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
        if (part.how !== "scale") continue;
        for (const figure of [part.figure, part.or ?? part.figure])
          assert.ok(figure in rules.ranking.scales && keys.has(figure), `${figure} has no scale, or is none`);
        if (part.onlyIf !== undefined) assert.ok(keys.has(part.onlyIf));
      }
    }
  });

  it("every criterion of a complete run is scored from 0 to 1", () => {
    const scores = scoresOf(syntheticAnalysis({ approaches: allApproaches }), criteria);
    for (const [subject, ofSubject] of Object.entries(scores))
      for (const [criterion, one] of Object.entries(ofSubject))
        assert.ok("score" in one && one.score >= 0 && one.score <= 1, `${criterion} of ${subject}`);
  });

  it("a number scores 1 at the best end of its scale, 0 at the worst, and half in the middle", () => {
    const log = { best: 10, worst: 1000, steps: "log", reason: "", source: "" } as const;
    const linear = { ...log, best: 0, steps: "linear" } as const;
    const at = (scale: typeof log | typeof linear) => [0, 10, 100, 500, 1000, 5000].map((v) => scoreOnScale(v, scale));
    assert.deepEqual(
      at(log).map((score) => Number(score.toFixed(3))),
      [1, 1, 0.5, 0.151, 0, 0],
    );
    assert.deepEqual(at(linear), [1, 0.99, 0.9, 0.5, 0, 0]);
  });

  it("a score does not depend on who else takes part", () => {
    const scores = (approaches: readonly string[]) => scoresOf(syntheticAnalysis({ approaches, seed: 7 }), criteria);
    assert.deepEqual(scores(["separate", "shell"])["separate"], scores(allApproaches)["separate"]);
  });

  it("a subject that does not come back has no outage and scores 0 for it", () => {
    const analysis = syntheticAnalysis({
      values: { "recovery/entry.back": { systemd: false } },
      missing: { "recovery/entry.outage": { systemd: "it did not come back within 15 s" } },
    });
    const recovery = scoresOf(analysis, criteria)["systemd"]?.["recovery"];
    assert.ok(recovery !== undefined && "score" in recovery && recovery.score < 2 / 3);
  });

  it("a missing figure leaves the criterion without a score, with the reason, and out of the mean", () => {
    const analysis = syntheticAnalysis({ missing: { "memory/idle.engine": { systemd: "no cgroups" } } });
    const { order } = rank(analysis, defaultWeights);
    const systemd = order.find(({ subject }) => subject === "systemd");
    assert.match(systemd?.unscored["memory"] ?? "", /memory\/idle.engine: no cgroups/);
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

  it("weights decide which subject is first", () => {
    const row = { s6: 20e6, "*": 50e6 };
    const values = { "memory/idle.engine": row, "memory/load.engine": row };
    const analysis = syntheticAnalysis({ approaches: allApproaches, values });
    const only = (name: string) => Object.fromEntries(criteria.map((one) => [one.name, one.name === name ? 1 : 0]));
    assert.equal(rank(analysis, only("security")).order[0]?.subject, "separate");
    assert.equal(rank(analysis, only("memory")).order[0]?.subject, "s6");
  });
});
