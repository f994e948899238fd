import assert from "node:assert/strict";
import { jsonReport } from "../../../../lab/report/json.ts";
import { markdownReport } from "../../../../lab/report/markdown.ts";
import type { ReportModel } from "../../../../lab/report/model.ts";
import { htmlReport } from "../../../../lab/report/page/page.ts";
import { otherRules, verdictsOverTime } from "../../../../lab/report/provenance.ts";
import { terminalReport } from "../../../../lab/report/terminal.ts";
import type { RunJudgement } from "../../../../lab/results/verdicts.ts";
import { analysedWith, modelOf, named, provenance } from "./support.ts";

const then = "a".repeat(64);
const now = "b".repeat(64);

/** A run measured under the rules `then` that had two claims; 999-fails was confirmed. */
function model(rules: string, verdicts: RunJudgement["verdicts"] | undefined): ReportModel {
  const analysis = analysedWith({ experiments: named("memory") }, (run, cells) => ({
    run: { ...run, project: "abc1234", rules: then },
    cells,
  }));
  const judgements =
    verdicts === undefined
      ? []
      : [{ rules: then, commit: "abc1234", judgedAt: "2026-01-02T04:00:00.000Z", verdicts } satisfies RunJudgement];
  return modelOf(analysis, { provenance: { ...provenance, commit: "def5678", rules, judgements } });
}

const outcomes = (one: string) => ({
  "999-holds": { outcome: "confirmed" },
  "999-fails": { outcome: one },
  "999-mixed": { outcome: "mixed" },
  "999-unknown": { outcome: "undecided" },
});

describe("a report", () => {
  const shown = (one: ReportModel) => [
    markdownReport(one),
    htmlReport(one),
    terminalReport(one, { colour: false }),
    JSON.stringify(jsonReport(one)),
  ];

  it("names the commits and the rules of measuring and judging, and links the raw data and the register", () => {
    const one = model(then, undefined);
    for (const text of shown(one)) {
      for (const wanted of ["abc1234", "def5678", "a".repeat(12)]) assert(text.includes(wanted), wanted);
    }
    assert.match(markdownReport(one), /\[results\.jsonl\]\(\.\.\/results\/run\/results\.jsonl\)/);
    assert.match(htmlReport(one), /href="\.\.\/results\/register\.jsonl"/);
  });

  it("says so when it judges by other rules, and shows both verdicts of each claim in today's words", () => {
    const one = model(now, { ...outcomes("confirmed"), "888-1": { outcome: "refuted" } });
    for (const text of shown(one).slice(0, 3)) {
      assert.match(text, /measured under other rules than those that judge it here/);
      assert.match(text, /Verdicts, then and now/);
      assert.match(text, /no claim any more/);
    }
    const rows = new Map(verdictsOverTime(one).map((row) => [row.id, row]));
    assert.deepEqual([...rows.keys()], ["888-1", "999-fails", "999-holds", "999-mixed", "999-unknown"]);
    const fails = rows.get("999-fails");
    assert.deepEqual([fails?.then, fails?.now, fails?.differs], [["holds"], "does not hold", true]);
    assert.equal(rows.get("999-mixed")?.differs, false);
  });

  it("shows both also when the same rules come to other verdicts, since the code changed", () => {
    const one = model(then, outcomes("mixed"));
    assert.equal(otherRules(one), undefined);
    assert.equal(verdictsOverTime(one).filter(({ differs }) => differs).length, 1);
  });

  it("shows the verdicts once if rules and verdicts are the same", () => {
    const one = model(then, outcomes("refuted"));
    assert.deepEqual(verdictsOverTime(one), []);
    for (const text of shown(one).slice(0, 3)) assert.doesNotMatch(text, /then and now/);
  });

  it("says that the earlier verdicts are not kept, if they are not", () => {
    assert.match(otherRules(model(now, undefined)) ?? "", /How it was judged then is not kept/);
  });
});
