import assert from "node:assert/strict";
import { claims } from "../../../../lab/claims/claims.ts";
import type { Outcome } from "../../../../lab/claims/contract.ts";
import { numberIs } from "../../../../lab/claims/deciding.ts";
import { briefly, cannotTell, overall, verdictOf, type Finding } from "../../../../lab/claims/finding.ts";
import { matrix } from "../../../../lab/claims/matrix.ts";
import type { Figure, Value } from "../../../../lab/contract.ts";
import { seededRandom } from "../../../../lab/random.ts";
import { syntheticAnalysis } from "../support/synthetic-analysis.ts";
import { allApproaches, type SyntheticOptions } from "../support/synthetic-run.ts";

const part = (holds: Finding["holds"], says: string = holds): Finding => ({ holds, says, evidence: [] });

function verdict(id: string, options: SyntheticOptions = {}) {
  const claim = claims.find((one) => one.id === id);
  assert.ok(claim);
  return claim.decide(syntheticAnalysis({ approaches: allApproaches, ...options }));
}

describe("lab / verdicts", () => {
  const cases: readonly (readonly [parts: readonly Finding["holds"][], outcome: Outcome])[] = [
    [["yes", "yes"], "confirmed"],
    [["no", "no"], "refuted"],
    [["yes", "no"], "mixed"],
    [["partly"], "mixed"],
    [["yes", "unknown"], "undecided"],
    [["unknown"], "undecided"],
    [["no", "unknown"], "refuted"],
    [["yes", "no", "unknown"], "mixed"],
    [[], "undecided"],
  ];
  for (const [parts, outcome] of cases)
    it(`parts that are ${parts.join(", ") || "missing"} make it ${outcome}`, () => {
      assert.equal(verdictOf(...parts.map((holds) => part(holds))).outcome, outcome);
    });

  it("says what is for the claim, what is against it and what is missing", () => {
    const { because } = verdictOf(part("yes", "a is 1 MB"), part("no", "b is 2 MB"), cannotTell("c"));
    assert.equal(because, "Against it: b is 2 MB. For it: a is 1 MB. Missing: c.");
  });

  it("puts subjects with the same value together", () => {
    const each = [
      briefly("a", part("yes"), "1"),
      briefly("b", part("no"), "2"),
      briefly("c", part("yes"), "1"),
      cannotTell("d", { subject: "d", value: "not measured" }),
    ];
    const finding = overall("ports", each, "nobody");
    assert.deepEqual([finding.holds, finding.says], ["partly", "ports: 1 (a, c), 2 (b), not measured (d)"]);
    assert.deepEqual(overall("ports", [], "nobody"), cannotTell("nobody"));
  });

  it("two rounds that disagree about a number leave the claim open, even if their median would decide it", () => {
    const figure = "blast/memory.limited.failed";
    const stays = numberIs(
      syntheticAnalysis({ values: { [figure]: { supervisord: [0, 74] } } }),
      figure,
      "supervisord",
      (failed) => failed <= 1,
    );
    assert.equal(stays.holds, "unknown");
    assert.match(stays.says, /the rounds disagree: 0 % and 74 %/);
    const agreeing = syntheticAnalysis({ values: { [figure]: { supervisord: [3, 74] } } });
    assert.equal(numberIs(agreeing, figure, "supervisord", (failed) => failed <= 1).holds, "no");
  });

  it("memory: confirmed, refuted, and undecided without systemd", () => {
    const figure = "memory/idle.charged";
    const less = { separate: 50e6, supervisord: 30e6, systemd: 40e6 };
    assert.equal(verdict("000-1", { values: { [figure]: less } }).outcome, "confirmed");
    const more = { separate: 20e6, supervisord: 40e6, systemd: 30e6 };
    assert.equal(verdict("000-1", { values: { [figure]: more } }).outcome, "refuted");
    const { outcome, because } = verdict("000-1", {
      values: { [figure]: less },
      skipped: { systemd: "privileged containers are not allowed" },
    });
    assert.equal(outcome, "undecided");
    assert.match(because, /systemd \(privileged containers are not allowed\)/);
  });

  it("privilege: refuted by a systemd that works without it, undecided if none was measured", () => {
    assert.equal(verdict("000-3").outcome, "refuted");
    assert.match(verdict("000-3").because, /it works/);
    const without = verdict("000-3", { approaches: ["separate", "supervisord", "systemd"] });
    assert.deepEqual([without.outcome, without.evidence], ["undecided", []]);
    const mounts = { "posture/hostMounts": { "systemd-least": 1 } };
    assert.equal(verdict("000-3", { values: mounts }).outcome, "mixed");
  });

  it("read-only file systems: one is enough to refute that there are none", () => {
    const figure = "posture/readOnlyRoot";
    assert.equal(verdict("002-4", { values: { [figure]: { "*": false } } }).outcome, "confirmed");
    assert.equal(verdict("002-4", { values: { [figure]: { "*": false, s6: true } } }).outcome, "refuted");
  });

  it("polling: every 5 s, with an answer that names its host", () => {
    assert.equal(verdict("000-16").outcome, "confirmed");
    assert.notEqual(verdict("000-16", { values: { "polling/interval": { "*": 9 } } }).outcome, "confirmed");
    assert.notEqual(verdict("000-16", { values: { "polling/answers": { "*": false } } }).outcome, "confirmed");
  });

  it("the order of preference says at which weights the first place changes", () => {
    assert.match(verdict("000-14").because, /no single weight, up to 10 times as large, changes the first place/);
    const heavier = { "update/lost": { separate: 400, supervisord: 0, systemd: 500 }, "scaling/alone": { "*": false } };
    const lighter = { "memory/idle.charged": { separate: 60e6, supervisord: 20e6, systemd: 90e6 } };
    const { because } = verdict("000-14", {
      values: { ...heavier, ...lighter, "memory/load.charged": { supervisord: 20e6 } },
    });
    assert.match(because, /the first place goes to supervisord if memory weighs \d+\.\d instead of 1/);
  });
});

describe("lab / matrix", () => {
  it("has thirteen rows with a word, numbers and a judgement for each of three", () => {
    const { subjects, rows } = matrix(syntheticAnalysis());
    assert.equal(rows.length, 13);
    for (const { aspect, cells, figures, claims: ids } of rows) {
      assert.equal(cells.length, subjects.length, aspect);
      assert.ok(
        figures.length > 0 && ids.length > 0 && ids.every((id) => claims.some((claim) => claim.id === id)),
        aspect,
      );
      for (const { said, found, because } of cells)
        assert.ok(said !== "" && /: ./.test(found) && because !== "", aspect);
    }
  });

  it("agrees or disagrees with the data", () => {
    const agrees = (values: Readonly<Record<string, number>>) => {
      const analysis = syntheticAnalysis({ values: { "memory/idle.charged": values } });
      const row = matrix(analysis).rows.find(({ aspect }) => aspect === "Memory usage");
      return row?.cells.map((cell) => cell.agrees);
    };
    assert.deepEqual(agrees({ separate: 60e6, supervisord: 30e6, systemd: 40e6 }), Array(3).fill("confirmed"));
    assert.deepEqual(agrees({ separate: 20e6, supervisord: 30e6, systemd: 40e6 }), Array(3).fill("refuted"));
  });

  it("every cell can have another outcome", () => {
    const random = seededRandom(1);
    const { figures, subjects } = syntheticAnalysis({ twin: "none" });
    const chance = ({ unit }: Figure): Value =>
      unit === "yes-no" ? random() < 0.5 : ([0, 1, 95, 1000][Math.floor(random() * 4)] ?? 0);
    const best = ({ unit, better }: Figure): Value =>
      unit === "yes-no" ? better === "yes" : better === "higher" ? 100 : 0;
    const outcomesOf = (value: (figure: Figure) => Value) => {
      const values = figures.map(({ key, figure }) => [
        key,
        Object.fromEntries(subjects.map((subject) => [subject, value(figure)])),
      ]);
      const given = Object.fromEntries(values) as Record<string, Record<string, Value>>;
      const { rows } = matrix(syntheticAnalysis({ twin: "none", rounds: 2, values: given }));
      return rows.flatMap(({ cells }) => cells.map(({ agrees }) => agrees));
    };
    const outcomes = [outcomesOf(best), ...Array.from({ length: 30 }, () => outcomesOf(chance))];
    for (const [index, outcome] of (outcomes[0] ?? []).entries()) {
      const others = outcomes.filter((list) => list[index] !== outcome);
      assert.ok(others.length > 0, `cell ${index} is always ${outcome}`);
    }
  });

  it("gives the reason if there are no numbers", () => {
    const { rows } = matrix(syntheticAnalysis({ skipped: { systemd: "privileged containers are not allowed" } }));
    for (const { cells } of rows) assert.equal(cells[0]?.found, "not decided: privileged containers are not allowed");
  });
});
