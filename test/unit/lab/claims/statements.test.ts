import assert from "node:assert/strict";
import { boundOf, compared, numberIs } from "../../../../lab/claims/deciding.ts";
import type { Figure } from "../../../../lab/contract.ts";
import { experimentOf } from "../support/made-up.ts";
import { syntheticAnalysis } from "../support/synthetic-analysis.ts";

describe("lab / statements", () => {
  it("a number is within a bound only with its whole interval", () => {
    const figure = "recovery/entry.outage";
    const by = (...values: readonly number[]) =>
      numberIs(syntheticAnalysis({ values: { [figure]: { supervisord: values } } }), figure, "supervisord", {
        atMost: 1000,
      }).judge(0.95);
    assert.equal(by(900, 910, 920, 930, 940, 950).outcome, "holds");
    assert.equal(by(1900, 1910, 1920, 1930, 1940, 1950).outcome, "fails");
    assert.equal(by(900, 910, 920, 930, 940, 1950).outcome, "unknown");
    const few = syntheticAnalysis({ values: { "logs/slowest": { "*": [3, 4] } } });
    const judgement = numberIs(few, "logs/slowest", "separate", { atMost: 10 }).judge(0.95);
    assert.equal(judgement.outcome, "unknown");
    assert.match(judgement.says, /2 rounds are too few: the smallest to the largest covers the median in 50 %, 95 %/);
  });

  it("a figure that is withdrawn decides nothing, and says why", () => {
    const withdrawn: Figure = {
      title: "sizes",
      unit: "count",
      better: "lower",
      withdrawn: "it counted something else",
    };
    const analysis = syntheticAnalysis({ experiments: [experimentOf({ withdrawn })], approaches: ["separate", "pod"] });
    for (const statement of [
      numberIs(analysis, "made-up/withdrawn", "separate", { atMost: 1000 }),
      compared(analysis, "made-up/withdrawn", "separate", "lower", "pod"),
    ]) {
      const { outcome, says } = statement.judge(0.95);
      assert.equal(outcome, "unknown");
      assert.match(says, /withdrawn: it counted something else/);
    }
  });

  it("not more than something allows the margin; less than something must exceed it", () => {
    const from = (start: number) => Array.from({ length: 7 }, (_, index) => start + index);
    const relations = (separate: number, systemd: number) => {
      const analysis = syntheticAnalysis({
        values: { [latency]: { separate: from(separate), "separate-twin": from(separate), systemd: from(systemd) } },
      });
      return (["lower", "higher", "equivalent", "not higher", "not lower"] as const).map(
        (relation) => compared(analysis, latency, "separate", relation, "systemd").judge(0.95).outcome,
      );
    };
    const latency = "startup/create.healthy";
    assert.deepEqual(relations(1000, 2000), ["holds", "fails", "fails", "holds", "fails"]);
    assert.deepEqual(relations(2000, 1000), ["fails", "holds", "fails", "fails", "holds"]);
    assert.deepEqual(relations(1000, 1010), ["equivalent", "equivalent", "holds", "holds", "holds"]);
    // The interval crosses the lower end of the margin only.
    assert.deepEqual(relations(1000, 1100), ["unknown", "unknown", "unknown", "holds", "unknown"]);
  });

  it("a bound comes from the rules", () => {
    assert.equal(boundOf("000-16.seconds"), 5);
    assert.throws(() => boundOf("no such"), /rules\.yaml has no bound no such/);
  });
});
