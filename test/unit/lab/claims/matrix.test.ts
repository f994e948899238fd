import assert from "node:assert/strict";
import { claims } from "../../../../lab/claims/claims.ts";
import { matrix } from "../../../../lab/claims/matrix.ts";
import type { Figure, Value } from "../../../../lab/contract.ts";
import { seededRandom } from "../../../../lab/random.ts";
import { syntheticAnalysis } from "../support/synthetic-analysis.ts";

/** The cell "Portability: Excellent", which takes other hosts. */
const elsewhere = 35;

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
    assert.deepEqual(agrees({ separate: 60e6, supervisord: 30e6, systemd: 40e6 }), Array(3).fill("holds"));
    assert.deepEqual(agrees({ separate: 20e6, supervisord: 30e6, systemd: 40e6 }), Array(3).fill("fails"));
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
      const { rows } = matrix(syntheticAnalysis({ twin: "none", enough: true, values: given }));
      return rows.flatMap(({ cells }) => cells.map(({ agrees }) => agrees));
    };
    const outcomes = [outcomesOf(best), ...Array.from({ length: 30 }, () => outcomesOf(chance))];
    for (const [index, outcome] of (outcomes[0] ?? []).entries()) {
      if (index === elsewhere) continue;
      const others = outcomes.filter((list) => list[index] !== outcome);
      assert.ok(others.length > 0, `cell ${index} is always ${outcome}`);
    }
  });

  it("gives the reason if there are no numbers", () => {
    const { rows } = matrix(syntheticAnalysis({ skipped: { systemd: "privileged containers are not allowed" } }));
    for (const { cells } of rows) assert.equal(cells[0]?.found, "not known: privileged containers are not allowed");
  });
});
