import assert from "node:assert/strict";
import { analyse } from "../../../../lab/analysis/analyse.ts";
import { experiments } from "../../../../lab/experiments.ts";
import { shareOf } from "../../../../lab/harness/meter.ts";
import { isLoaded, newPatience, takeQuietly, triesFor, waitForQuiet } from "../../../../lab/harness/quiet.ts";
import { disturbedRows } from "../../../../lab/report/run-facts.ts";
import { lastAttempts } from "../../../../lab/results/attempts.ts";
import type { CellRecord } from "../../../../lab/results/record.ts";
import { rules } from "../../../../lab/rules/rules.ts";
import { syntheticRun } from "../support/synthetic-run.ts";

const bound = rules.measuring.load.value;
const [anyCell] = syntheticRun().cells;
const cellWith = (others: number | undefined, attempt = 1): CellRecord => {
  assert(anyCell);
  return { ...anyCell, attempt, ...(others === undefined ? {} : { others }) };
};

describe("the share of the processors that others use", () => {
  it("is of all processors, with what the hypervisor takes", () => {
    assert.equal(shareOf({ seconds: 2, cpus: 4, others: 0.6, stolen: 0.2 }), 0.1);
  });

  it("is too much beyond the bound of the rules only, and unknown is not too much", () => {
    assert.deepEqual(
      [bound, bound + 0.001, undefined].map((others) => isLoaded(cellWith(others))),
      [false, true, false],
    );
  });
});

describe("a cell that others disturb", () => {
  async function attemptsOf(shares: readonly number[], tries: number, patience = newPatience()) {
    const did: string[] = [];
    const take = (attempt: number) => {
      did.push(`take ${attempt}`);
      return Promise.resolve(cellWith(shares[attempt - 1] ?? 1, attempt));
    };
    await takeQuietly(take, tries, () => Promise.resolve(void did.push("wait")), patience);
    return did;
  }

  it("is taken once if it was not disturbed", async () => {
    assert.deepEqual(await attemptsOf([0], 3), ["take 1"]);
  });

  it("is taken again after a wait until it is not disturbed", async () => {
    assert.deepEqual(await attemptsOf([1, 0, 1], 3), ["take 1", "wait", "take 2"]);
  });

  it("is taken no more often than the rules say", async () => {
    assert.deepEqual(await attemptsOf([], 3), ["take 1", "wait", "take 2", "wait", "take 3"]);
  });

  it("is taken once when the run has no patience left", async () => {
    assert.deepEqual(await attemptsOf([], 3, { leftMs: 0 }), ["take 1"]);
  });

  it("is not taken again in a quick run, nor if it runs beside others", () => {
    assert.equal(triesFor({ besideOthers: false }, { quick: false }), rules.measuring.tries.value);
    assert.equal(triesFor({ besideOthers: false }, { quick: true }), 1);
    assert.equal(triesFor({ besideOthers: true }, { quick: false }), 1);
  });

  it("uses up the patience of the run from its second attempt on", async () => {
    const patience = { leftMs: 1_000 };
    const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 20));
    await takeQuietly((attempt) => Promise.resolve(cellWith(attempt === 1 ? 1 : 0)), 3, slow, patience);
    assert(patience.leftMs <= 981 && patience.leftMs > 500, `${patience.leftMs} ms are left`);
  });

  it("is waited for until others use little for a second", async () => {
    const shares = [0.9, 0.05];
    const looks: number[] = [];
    await waitForQuiet(() => {
      const share = shares[looks.length] ?? 0;
      looks.push(share);
      return Promise.resolve(share);
    }, new AbortController().signal);
    assert.deepEqual(looks, shares, "the first sample begins the second, and does not count");
  });
});

describe("a cell that was taken again", () => {
  const cells = [cellWith(1), { ...cellWith(0), subject: "other" }, cellWith(0, 2)];

  it("counts with its last attempt", () => {
    assert.deepEqual(lastAttempts(cells), [cells[1], cells[2]]);
  });

  it("and those that stayed disturbed are in the report", () => {
    assert.deepEqual(disturbedRows([cellWith(undefined)]), []);
    const [row] = disturbedRows([cellWith(0, 2), cellWith(1, 3)]);
    assert(row);
    assert.match(row[0], /more than 10 % of the processors/);
    assert.match(row[1], /^1 of 2, after 2 were taken again: .*, round 1$/);
  });

  it("does not count twice in the analysis", () => {
    const { run, cells: taken } = syntheticRun();
    const disturbed = taken.map((cell) => ({ ...cell, values: { ...cell.values, "first.answer": 1e6 } }));
    const again = taken.map((cell) => ({ ...cell, attempt: 2 }));
    const summaryOf = (records: readonly CellRecord[]) =>
      analyse(run, records, experiments).summary("startup/first.answer", "separate");
    assert.deepEqual(summaryOf([...disturbed, ...again]), summaryOf(taken));
  });
});
