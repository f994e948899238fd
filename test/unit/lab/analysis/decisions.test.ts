import assert from "node:assert/strict";
import { compareSummaries } from "../../../../lab/analysis/compare.ts";
import type { Comparison } from "../../../../lab/analysis/contract.ts";
import { humpsOf } from "../../../../lab/analysis/humps.ts";
import { marginOf } from "../../../../lab/analysis/margins.ts";
import { summarise } from "../../../../lab/analysis/summarise.ts";
import type { CellRecord } from "../../../../lab/results/record.ts";
import { rules } from "../../../../lab/rules/rules.ts";
import { draws, families, type Draw } from "./simulating.ts";

const figure = { title: "a time", unit: "ms", better: "lower" } as const;
const about = { key: "made-up/time", experiment: "made-up", figure };

/** A time of about this many ms that spreads by 3 %, as the steadier figures of the kept runs do. */
const timeOf =
  (ms: number): Draw =>
  (random) =>
    ms * (1 + 0.03 * (families["normal"]?.draw(random) ?? 0));

function summaryOf(values: readonly number[]) {
  const cells = values.map((value, round): CellRecord => {
    const when = { startedAt: "2026-01-02T03:04:05.000Z", seconds: 1, load: 0 };
    return {
      ...{ kind: "cell", experiment: "made-up", subject: "a", round, warmUp: false, missing: {} },
      ...when,
      values: { time: value },
    };
  });
  return summarise(about, cells);
}

/** Share of simulated comparisons with this verdict. */
function share(wanted: readonly Comparison["verdict"][], a: Draw, b: Draw, rounds: number, level = 0.95): number {
  const times = 1000;
  let found = 0;
  for (let seed = 1; seed <= times; seed += 1) {
    const [left, right] = [draws(a, rounds, seed), draws(b, rounds, seed + 1e6)].map(summaryOf);
    assert.ok(left && right);
    const by = { unit: figure.unit, margin: marginOf(rules, about.key, figure.unit), noise: undefined, level };
    if (wanted.includes(compareSummaries(left, right, by).verdict)) found += 1;
  }
  return found / times;
}

const alpha = rules.statistics.alpha.value;
// Three standard errors of a simulation of 1000.
const most = alpha + 3 * Math.sqrt((alpha * (1 - alpha)) / 1000);

describe("lab / how often decisions are wrong", () => {
  it("equal ones are hardly ever called different", () => {
    for (const rounds of [6, 7])
      assert.ok(share(["lower", "higher"], timeOf(100), timeOf(100), rounds) <= most, `${rounds} rounds`);
  }).timeout(60_000);

  it("a difference of just the margin is called one, or none, in no more than the stated share", () => {
    assert.ok(share(["lower"], timeOf(100), timeOf(110), 7) <= most / 2 + 0.01);
    assert.ok(share(["equivalent"], timeOf(100), timeOf(110), 7) <= most / 2 + 0.01);
  }).timeout(60_000);

  it("with the planned rounds a difference of twice the margin is mostly found, and equal ones mostly are equivalent", () => {
    assert.ok(share(["lower"], timeOf(100), timeOf(121), 7) >= 0.9);
    assert.ok(share(["lower"], timeOf(100), timeOf(121), 6) >= 0.9);
    assert.ok(share(["equivalent"], timeOf(100), timeOf(100), 7) >= 0.9);
    // Five comparisons of a claim share its chance of error.
    assert.ok(share(["lower"], timeOf(100), timeOf(125), 7, 1 - alpha / 5) >= 0.9);
  }).timeout(60_000);

  it("wide spread gives no decision instead of a wrong one", () => {
    const wild: Draw = (random) => 100 * Math.exp(0.5 * (families["normal"]?.draw(random) ?? 0));
    assert.ok(share(["lower", "higher"], wild, wild, 7) <= most);
    assert.ok(share(["unknown"], wild, wild, 7) >= 0.9);
  }).timeout(60_000);
});

describe("lab / two groups of values", () => {
  const none = () => 0;

  it("are found, with the median and the number of each", () => {
    const update = [1.58, 2.71, 1.6, 2.7, 1.59, 2.72, 1.57];
    assert.deepEqual(humpsOf(update, none), [
      { median: 1.585, count: 4 },
      { median: 2.71, count: 3 },
    ]);
  });

  it("are not one value apart from the rest, values that spread, few values, or a gap within the margin", () => {
    assert.equal(humpsOf([1, 1.01, 1.02, 1.03, 1.04, 1.05, 9], none), undefined);
    assert.equal(humpsOf([1, 2, 3, 5, 6, 7], none), undefined);
    assert.equal(humpsOf([1, 1, 9, 9], none), undefined);
    assert.equal(
      humpsOf([100, 100, 100, 101, 101, 101], (lower) => 0.1 * lower),
      undefined,
    );
    assert.equal(humpsOf(Array<number>(7).fill(3), none), undefined);
  });

  it("are hardly ever seen in values of one group", () => {
    for (const name of ["normal", "exponential", "log-normal"])
      for (const count of [6, 7, 20]) {
        const { draw } = families[name] ?? assert.fail(name);
        const seen = Array.from({ length: 2000 }, (_, seed) => humpsOf(draws(draw, count, seed + 1), none));
        const rate = seen.filter((humps) => humps !== undefined).length / seen.length;
        assert.ok(rate <= 0.05, `${name}, ${count} values: ${rate}`);
      }
  }).timeout(60_000);
});
