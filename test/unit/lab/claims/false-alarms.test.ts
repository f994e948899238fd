import assert from "node:assert/strict";
import type { Claim } from "../../../../lab/claims/contract.ts";
import { compared, comparedFigures, isSo } from "../../../../lab/claims/deciding.ts";
import { falseAlarms, falseAlarmsText } from "../../../../lab/claims/false-alarms.ts";
import { syntheticAnalysis } from "../support/synthetic-analysis.ts";
import type { SyntheticOptions } from "../support/synthetic-run.ts";

const figures = ["memory/idle.charged", "startup/create.healthy", "logs/rate"] as const;
const claim = (statements: Claim["statements"]): Claim => {
  return { id: "999-1", source: "this test", claim: "made up", figures: [], statements };
};
const comparing = claim((analysis) => [
  ...figures.map((figure) => compared(analysis, figure, "supervisord", "lower", "separate")),
  compared(analysis, figures[0], "systemd", "higher", "supervisord"),
  comparedFigures(analysis, "systemd", "memory/load.charged", "higher", "memory/idle.charged"),
  isSo(analysis, "posture/readOnlyRoot", "systemd", true),
]);

const alarms = (options: SyntheticOptions = {}) => falseAlarms(syntheticAnalysis(options), [comparing]);

describe("lab / false alarms", () => {
  it("counts comparisons between approaches, and figures once, where the twins can tell", () => {
    const found = alarms();
    // logs has two rounds, which are too few.
    assert.deepEqual([found.comparisons, found.untested], [{ alarms: 0, of: 3 }, ["logs/rate"]]);
    assert.deepEqual([found.figures.alarms, found.figures.of], [0, 2]);
    assert.ok(found.figures.rate?.low === 0 && found.figures.rate.high > 0.8);
  });

  it("sees twins that differ by more than the margin, though they are the noise of the same run", () => {
    const found = alarms({ values: { [figures[0]]: { separate: 40e6, "separate-twin": 60e6 } } });
    assert.deepEqual(found.comparisons, { alarms: 2, of: 3 });
    assert.deepEqual(found.alarming, [figures[0]]);
    assert.match(
      falseAlarmsText(found),
      /separate and its equal twin, .* different in 1 of 2 figures \(1\.\d % to 98\.\d %\), which is 2 of 3/,
    );
  });

  it("tells what only the margin keeps from being an alarm", () => {
    const found = alarms({ values: { [figures[0]]: { separate: 40e6, "separate-twin": 42e6 } } });
    assert.deepEqual([found.figures.alarms, found.withoutMargin], [0, 1]);
  });

  it("are not known without a twin, or without comparisons", () => {
    assert.match(falseAlarmsText(alarms({ twin: "none" })), /not known, since no approach was deployed twice/);
    const nothing = falseAlarms(syntheticAnalysis(), [claim(() => [])]);
    assert.match(falseAlarmsText(nothing), /not known, since no figure/);
  });
});
