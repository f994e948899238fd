import assert from "node:assert/strict";
import type { CellDetails } from "../../../../lab/contract.ts";
import type { Finding } from "../../../../lab/experiments/posture/check.ts";
import { failingChecks } from "../../../../lab/experiments/posture/failing-checks.ts";
import { nthCopies } from "../../../../lab/experiments/scaling/nth-copies.ts";

const finding = (id: string, more: Partial<Finding> = {}): Finding => ({
  ...{ id, title: `${id}'s title.`, passed: true, reason: "nothing found", remedy: `${id}'s remedy.`, unit: "a" },
  ...more,
});
const failed = (id: string, reason: string) => finding(id, { passed: false, reason });

describe("the hardening checks that fail", () => {
  const cells: readonly CellDetails[] = [
    { subject: "one", details: { findings: [finding("A"), failed("B", "b is wrong."), finding("C")] } },
    { subject: "two", details: { findings: [failed("A", "a is wrong."), failed("B", "b is wrong."), finding("C")] } },
    { subject: "two", details: { findings: [failed("A", "a is worse."), failed("B", "b is wrong."), finding("C")] } },
  ];

  it("are listed in the checks' order, each once, with who fails, every reason, and the remedy", () => {
    assert.deepEqual(failingChecks(cells)[0]?.rows, [
      ["A A's title.", "two", "a is wrong. a is worse.", "A's remedy."],
      ["B B's title.", "all", "b is wrong.", "B's remedy."],
    ]);
  });

  it("name the checks about the same fact", () => {
    const repeating = { ...failed("A", "wrong."), repeats: ["X", "Y"] };
    const [table] = failingChecks([{ subject: "one", details: { findings: [repeating] } }]);
    assert.equal(table?.rows[0]?.[0], "A A's title. (the same fact as X, Y)");
  });

  it("are not shown if nothing fails, or a run has other details", () => {
    for (const findings of [[finding("A")], undefined, null, 3, "text", [null, 3, { id: 1 }, { passed: false }]])
      assert.deepEqual(failingChecks([{ subject: "one", details: { findings } }]), []);
    assert.deepEqual(failingChecks([{ subject: "one" }]), []);
  });
});

describe("what the n-th copy adds", () => {
  const pages = (...totals: readonly unknown[]) => ({ pages: totals.map((engine) => ({ engine })) });

  it("is the difference of n and n - 1 copies, as the mean of the rounds, as far as all of them reach", () => {
    const [exhibit] = nthCopies([
      { subject: "one", details: pages(100, 130, 150, 160) },
      { subject: "two", details: pages(10, 20) },
      { subject: "one", details: pages(100, 150, 160) },
    ]);
    assert.deepEqual(exhibit?.curves, [
      { subject: "one", values: [40, 15] },
      { subject: "two", values: [10] },
    ]);
  });

  it("is not shown where the kernel hides pages, or a run has other details", () => {
    const others = [undefined, {}, { pages: 3 }, { pages: [] }, { pages: [null, 3] }, pages(1, undefined), pages(1)];
    assert.deepEqual(nthCopies(others.map((details) => ({ subject: "one", ...(details && { details }) }))), []);
  });
});
