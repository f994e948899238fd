import assert from "node:assert/strict";
import { sarifReport } from "../../../../lab/report/sarif.ts";
import { analysedWith, named } from "./support.ts";

const failed = {
  ...{ id: "CIS-5.4", title: "No privileged container", passed: false },
  ...{ reason: "The container is privileged.", remedy: "Remove privileged.", unit: "all" },
};
const passed = { ...failed, id: "CIS-5.12", title: "The root file system is read-only", passed: true };

function reportOf(findings: unknown) {
  const analysis = analysedWith({ experiments: named("posture") }, (run, cells) => ({
    run,
    cells: cells.map((cell) => (cell.subject === "systemd" ? { ...cell, details: { findings } } : cell)),
  }));
  return sarifReport(analysis).runs[0] ?? assert.fail("no run");
}

describe("the findings as SARIF", () => {
  it("has a result for each failed check, once for all rounds", () => {
    const { results } = reportOf([failed, passed]);
    assert.equal(results.length, 1);
    assert.equal(results[0]?.ruleId, "CIS-5.4");
    assert.equal(
      results[0].message.text,
      "No privileged container: The container is privileged. To do: Remove privileged.",
    );
    assert.deepEqual(results[0].locations[0]?.logicalLocations, [
      { name: "all", fullyQualifiedName: "systemd/all", kind: "container" },
    ]);
  });

  it("describes every check as a rule, and results name theirs by index too", () => {
    const { tool, results } = reportOf([passed, failed]);
    assert.deepEqual(
      tool.driver.rules.map(({ id }) => id),
      ["CIS-5.12", "CIS-5.4"],
    );
    assert.equal(results[0]?.ruleIndex, 1);
  });

  it("has no result if every check passed, or there are no findings", () => {
    assert.deepEqual(reportOf([passed]).results, []);
    assert.deepEqual(reportOf(undefined).results, []);
  });

  it("leaves out details that are not findings", () => {
    assert.deepEqual(reportOf([{ ...failed, passed: "no" }, null, "text", { ...failed, unit: 3 }]).results, []);
  });
});
