import assert from "node:assert/strict";
import { analyse } from "../../../../lab/analysis/analyse.ts";
import { experiments } from "../../../../lab/experiments.ts";
import { syntheticAnalysis } from "../support/synthetic-analysis.ts";
import { allApproaches, syntheticRun } from "../support/synthetic-run.ts";

const timing = "startup/create.answer";

describe("lab / analyse", () => {
  it("every figure of every subject has a value or a reason", () => {
    const analysis = syntheticAnalysis({ approaches: allApproaches });
    assert.ok(analysis.figures.length > 100);
    for (const { key } of analysis.figures)
      for (const subject of analysis.subjects) {
        const summary = analysis.summary(key, subject);
        assert.ok(summary.kind !== "missing" || summary.reason !== "", `${key} of ${subject}`);
      }
  });

  it("lists measured subjects, without twins and skipped subjects", () => {
    const analysis = syntheticAnalysis({ skipped: { systemd: "privileged containers are not allowed" } });
    assert.deepEqual(analysis.subjects, ["separate", "supervisord"]);
    assert.deepEqual(analysis.summary(timing, "systemd"), {
      kind: "missing",
      reason: "privileged containers are not allowed",
    });
  });

  it("drops warm-up rounds", () => {
    const { run, cells } = syntheticRun({ values: { [timing]: { separate: 5 } } });
    const loud = cells.map((cell) => (cell.warmUp ? { ...cell, values: { "create.answer": 9999 } } : cell));
    const analysis = analyse(run, loud, experiments);
    assert.ok(analysis.cells.every(({ warmUp }) => !warmUp));
    const summary = analysis.summary(timing, "separate");
    assert.ok(summary.kind === "number" && summary.max < 6 && summary.values.length === 7);
  });

  it("keeps values in the order of the rounds, whatever the order of the cells", () => {
    const { run, cells } = syntheticRun({ values: { [timing]: { separate: [1, 2, 3, 4, 5, 6, 7] } } });
    const summary = analyse(run, [...cells].reverse(), experiments).summary(timing, "separate");
    assert.ok(summary.kind === "number");
    assert.deepEqual(summary.values, [1, 2, 3, 4, 5, 6, 7]);
    assert.deepEqual([summary.median, summary.min, summary.max], [4, 1, 7]);
  });

  it("says why there is no value: a given reason, a failure, an experiment that did not run, an unknown figure", () => {
    const analysis = syntheticAnalysis({
      experiments: experiments.filter(({ name }) => name !== "logs"),
      missing: { [timing]: { separate: "no port was free" } },
      failures: { memory: { separate: "the probe died" } },
    });
    const reason = (figure: string, subject = "separate") => {
      const summary = analysis.summary(figure, subject);
      return summary.kind === "missing" ? summary.reason : undefined;
    };
    assert.equal(reason(timing), "no port was free");
    assert.equal(reason("memory/idle.pss"), "the experiment failed: the probe died");
    assert.equal(reason("logs/lost"), "not measured in this run");
    assert.equal(reason("no/such"), "not measured in this run");
    assert.equal(reason(timing, "missing"), "not part of this run");
  });

  it("reports rounds without a value, and values of the wrong kind", () => {
    const { run, cells } = syntheticRun();
    const holed = cells.map((cell) => {
      if (cell.experiment !== "startup" || cell.subject !== "separate" || cell.round > 1) return cell;
      const { "create.answer": taken, ...values } = cell.values;
      assert.ok(typeof taken === "number");
      return cell.round === 0
        ? { ...cell, values, missing: { "create.answer": "it timed out" } }
        : { ...cell, values: { ...values, "create.answer": "soon" } };
    });
    const summary = analyse(run, holed, experiments).summary(timing, "separate");
    assert.ok(summary.kind === "number");
    assert.equal(summary.values.length, 5);
    assert.match(summary.missing ?? "", /^2 of 7 rounds: it timed out; the experiment gave "soon"/);
  });

  it("gives the same analysis for the same records", () => {
    const [a, b] = [syntheticAnalysis(), syntheticAnalysis()];
    for (const { key } of a.figures) assert.deepEqual(a.summary(key, "systemd"), b.summary(key, "systemd"));
  });
});
