import assert from "node:assert/strict";
import { claims } from "../../../../lab/claims/claims.ts";
import type { Outcome, PartOutcome, Statement } from "../../../../lab/claims/contract.ts";
import { cannotTell, decide, each, everyOne, judged, not, someOne, verdictOf } from "../../../../lab/claims/finding.ts";
import { syntheticAnalysis } from "../support/synthetic-analysis.ts";
import { allApproaches, type SyntheticOptions } from "../support/synthetic-run.ts";

const part = (outcome: PartOutcome, says: string = outcome): Statement =>
  judged(`it ${says}`, { outcome, says, evidence: [] });
const compares = (count: number, seen: number[]): Statement => ({
  title: "compares",
  comparisons: Array.from({ length: count }, () => ({ left: ["a/b", "c"], right: ["a/b", "d"] })),
  judge: (level) => {
    seen.push(level);
    return { outcome: "holds", says: "yes", evidence: [] };
  },
});

function verdict(id: string, options: SyntheticOptions = {}) {
  const claim = claims.find((one) => one.id === id);
  assert.ok(claim);
  return decide(claim, syntheticAnalysis({ approaches: allApproaches, enough: true, ...options }));
}

describe("lab / verdicts", () => {
  const cases: readonly (readonly [parts: readonly PartOutcome[], outcome: Outcome])[] = [
    [["holds", "holds"], "holds"],
    [["fails", "fails"], "fails"],
    [["fails", "equivalent"], "fails"],
    [["equivalent"], "fails"],
    [["holds", "fails"], "mixed"],
    [["holds", "equivalent"], "mixed"],
    [["holds", "fails", "unknown"], "mixed"],
    [["holds", "unknown"], "unknown"],
    [["fails", "unknown"], "unknown"],
    [["unknown"], "unknown"],
    [[], "unknown"],
  ];
  for (const [parts, outcome] of cases)
    it(`parts that are ${parts.join(", ") || "missing"} make it ${outcome}`, () => {
      assert.equal(verdictOf(parts.map((one) => part(one))).outcome, outcome);
    });

  it("all comparisons of a claim share its chance of error", () => {
    const seen: number[] = [];
    const { parts } = verdictOf([compares(3, seen), part("holds"), compares(2, seen)]);
    assert.deepEqual(seen, [0.99, 0.99]);
    assert.deepEqual(
      parts.map(({ comparative }) => comparative),
      [true, false, true],
    );
    verdictOf([compares(1, seen)]);
    assert.equal(seen.at(-1), 0.95);
  });

  it("says what holds, what does not, and what is not known", () => {
    const { because } = verdictOf([part("holds", "is 1 MB"), part("fails", "is 2 MB"), cannotTell("c")]);
    assert.equal(because, "Does not hold: it is 2 MB: is 2 MB. Holds: it is 1 MB: is 1 MB. Not known: c.");
  });

  it("puts subjects with the same value together", () => {
    const values = { a: "1", b: "2", c: "1" } as Readonly<Record<string, string>>;
    const statements = each(["a", "b", "c"], "no approach", "ports", (subject) => part("holds", values[subject]));
    assert.equal(verdictOf(statements).because, "Holds: ports: 1 (a, c), 2 (b).");
    assert.equal(verdictOf(statements).parts.length, 3);
    assert.equal(
      verdictOf(each([], "no approach", "ports", () => part("holds"))).because,
      "Not known: ports: no approach.",
    );
  });

  it("one of several, every one of several, and the opposite", () => {
    const outcome = (statement: Statement) => statement.judge(0.95).outcome;
    const some = (...outcomes: readonly PartOutcome[]) =>
      outcome(
        someOne(
          "some",
          outcomes.map((one) => part(one)),
        ),
      );
    const every = (...outcomes: readonly PartOutcome[]) =>
      outcome(
        everyOne(
          "every",
          outcomes.map((one) => part(one)),
        ),
      );
    assert.deepEqual(
      [some("fails", "holds"), some("fails", "unknown"), some("fails", "equivalent"), some("equivalent"), some()],
      ["holds", "unknown", "fails", "equivalent", "unknown"],
    );
    assert.deepEqual(
      [every("holds", "holds"), every("fails", "unknown"), every("holds", "unknown"), every("equivalent"), every()],
      ["holds", "fails", "unknown", "equivalent", "unknown"],
    );
    const opposites = (["holds", "fails", "unknown", "equivalent"] as const).map((one) =>
      outcome(not(part(one), "not")),
    );
    assert.deepEqual(opposites, ["fails", "holds", "unknown", "equivalent"]);
  });

  it("memory: holds, does not hold, and is unknown without systemd", () => {
    const all = (values: Readonly<Record<string, number>>) => ({
      ...{ "memory/idle.inside": values, "memory/idle.engine": values, "memory/crowd.engine": values },
    });
    const less = { separate: 50e6, supervisord: 30e6, systemd: 40e6 };
    assert.equal(verdict("000-1", { values: all(less) }).outcome, "holds");
    const more = { separate: 20e6, supervisord: 40e6, systemd: 30e6 };
    assert.equal(verdict("000-1", { values: all(more) }).outcome, "fails");
    const { outcome, because } = verdict("000-1", {
      values: all(less),
      skipped: { systemd: "privileged containers are not allowed" },
    });
    assert.equal(outcome, "unknown");
    assert.match(because, /systemd \(privileged containers are not allowed\)/);
  });

  it("privilege: does not hold with a systemd that works without it, unknown if none was measured", () => {
    const notNeeded = { "grants/privileged.needed": { "*": false }, "grants/hostMounts.needed": { "*": false } };
    assert.equal(verdict("000-3", { values: notNeeded }).outcome, "fails");
    const without = verdict("000-3", { approaches: ["separate", "supervisord"] });
    assert.deepEqual([without.outcome, without.evidence], ["unknown", []]);
    const mounts = { ...notNeeded, "grants/hostMounts.needed": { systemd: true } };
    assert.equal(verdict("000-3", { values: mounts }).outcome, "mixed");
  });

  it("read-only file systems: one is enough against it that there are none", () => {
    const figure = "posture/readOnlyRoot";
    assert.equal(verdict("002-4", { values: { [figure]: { "*": false } } }).outcome, "holds");
    assert.equal(verdict("002-4", { values: { [figure]: { "*": false, s6: true } } }).outcome, "fails");
  });

  it("polling: every 5 s, with an answer that names its host", () => {
    assert.equal(verdict("000-16").outcome, "holds");
    assert.notEqual(verdict("000-16", { values: { "polling/seconds": { "*": 9 } } }).outcome, "holds");
    assert.notEqual(verdict("000-16", { values: { "polling/answers": { "*": false } } }).outcome, "holds");
  });

  it("the order of preference says at which weights the first place changes", () => {
    assert.match(verdict("000-14").because, /no single weight, up to 10 times as large, changes the first place/);
    const heavier = {
      "update/lost": { separate: 400, supervisord: 0, systemd: 500 },
      "scaling/deployment.ms": { "*": 500 },
    };
    const lighter = { "memory/idle.engine": { separate: 60e6, supervisord: 20e6, systemd: 90e6 } };
    const { because } = verdict("000-14", {
      values: { ...heavier, ...lighter, "memory/load.engine": { supervisord: 20e6 } },
    });
    assert.match(because, /the first place goes to supervisord if memory weighs \d+\.\d instead of 1/);
  });
});
