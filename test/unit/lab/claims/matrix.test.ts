import assert from "node:assert/strict";
import { claims } from "../../../../lab/claims/claims.ts";
import { matrix } from "../../../../lab/claims/matrix.ts";
import { columnsIn } from "../../../../lab/claims/subjects.ts";
import type { Figure, Value } from "../../../../lab/contract.ts";
import { syntheticAnalysis } from "../support/synthetic-analysis.ts";
import { subjects } from "./made-up-runs.ts";

/** What takes other hosts. */
const elsewhere = "Portability";

describe("lab / matrix", () => {
  it("has thirteen rows with a word, numbers and a judgement for each of three", () => {
    const { subjects: columns, rows } = matrix(syntheticAnalysis());
    assert.equal(rows.length, 13);
    for (const { aspect, cells, figures, claims: ids } of rows) {
      assert.equal(cells.length, columns.length, aspect);
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
      const accountings = ["memory/idle.inside", "memory/idle.engine", "memory/crowd.engine"];
      const analysis = syntheticAnalysis({
        enough: true,
        values: Object.fromEntries(accountings.map((figure) => [figure, values])),
      });
      const row = matrix(analysis).rows.find(({ aspect }) => aspect === "Memory usage");
      return row?.cells.map((cell) => cell.agrees);
    };
    assert.deepEqual(agrees({ separate: 60e6, supervisord: 30e6, systemd: 40e6 }), Array(3).fill("holds"));
    assert.deepEqual(agrees({ separate: 20e6, supervisord: 30e6, systemd: 40e6 }), Array(3).fill("fails"));
  });

  it("says the same as the claims' parts, and each cell can come out otherwise", function () {
    this.timeout(60_000);
    const all = (value: (figure: Figure) => Value, ofSeparate = value) => {
      const { figures } = syntheticAnalysis({ approaches: subjects, twin: "none" });
      const given = figures.map(
        ({ key, figure }) => [key, { "*": value(figure), separate: ofSeparate(figure) }] as const,
      );
      return syntheticAnalysis({ approaches: subjects, twin: "none", enough: true, values: Object.fromEntries(given) });
    };
    const number = (unit: Figure["unit"], value: number) =>
      unit === "trials" ? { hits: value === 0 ? 0 : 40, of: 40 } : value;
    const same = (fact: boolean, value: number) => all(({ unit }) => (unit === "yes-no" ? fact : number(unit, value)));
    const good =
      (isGood: boolean) =>
      ({ unit, better }: Figure) =>
        unit === "yes-no" ? isGood === (better !== "no") : number(unit, isGood === (better === "higher") ? 1000 : 0);
    const qualities = [true, false].flatMap((ofAll) => [true, false].map((own) => all(good(ofAll), good(own))));
    const runs = [same(true, 0), same(false, 0), same(true, 1000), same(false, 1000), ...qualities];
    const outcomes = [...runs, syntheticAnalysis({ approaches: subjects, enough: true })].map((analysis) =>
      matrix(analysis).rows.flatMap(({ aspect, cells }) =>
        cells.map(({ agrees, said }) => ({ cell: `${aspect}: ${said}`, agrees })),
      ),
    );
    for (const [index, { cell, agrees }] of (outcomes[0] ?? []).entries()) {
      if (cell.startsWith(elsewhere)) continue;
      assert.ok(
        outcomes.some((list) => list[index]?.agrees !== agrees),
        `${cell} is always ${agrees}`,
      );
    }
  });

  it("finds the parts about a column, whose variants have longer names", () => {
    assert.deepEqual(columnsIn("systemd-plain more than supervisord-plain"), ["supervisord", "systemd"]);
    assert.deepEqual(columnsIn("separate, not hardened: no privilege"), ["separate"]);
    assert.deepEqual(columnsIn("whether it works elsewhere"), ["separate", "supervisord", "systemd"]);
  });

  it("gives the reason if there are no numbers", () => {
    const { rows } = matrix(syntheticAnalysis({ skipped: { systemd: "privileged containers are not allowed" } }));
    for (const { cells } of rows) assert.match(cells[0]?.found ?? "", /: privileged containers are not allowed$/);
  });
});
