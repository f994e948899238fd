import fc from "fast-check";
import assert from "node:assert/strict";
import { medianCoverage, medianInterval } from "../../../../lab/analysis/order-statistics.ts";
import { rankSumTails, shiftBetween } from "../../../../lab/analysis/rank-sum.ts";
import { added, rateDifference, rateInterval } from "../../../../lab/analysis/rates.ts";
import { coveredBy, draws, families, near } from "./simulating.ts";

const sample = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 9 });
const level = fc.constantFrom(0.5, 0.8, 0.95, 0.99);

describe("lab / interval of a median", () => {
  it("has the coverage of the published tables", () => {
    near(medianCoverage(2, 0), 0.5);
    near(medianCoverage(4, 0), 0.875);
    near(medianCoverage(6, 0), 0.96875);
    near(medianCoverage(7, 0), 0.984375);
    // The interval of the 2nd and 9th of 10 values, and of the 6th and 15th of 20.
    near(medianCoverage(10, 1), 0.978515625);
    near(medianCoverage(20, 5), 0.9586, 1e-4);
  });

  it("is the narrowest that reaches the level; the extremes, with less, if there are too few values", () => {
    assert.deepEqual(medianInterval([3, 1, 4, 2], 0.95), { low: 1, high: 4, coverage: 0.875 });
    const ten = Array.from({ length: 10 }, (_, index) => index + 1);
    assert.deepEqual([medianInterval(ten, 0.95).low, medianInterval(ten, 0.95).high], [2, 9]);
    assert.deepEqual([medianInterval(ten, 0.99).low, medianInterval(ten, 0.99).high], [1, 10]);
    assert.deepEqual(medianInterval([5], 0.95), { low: 5, high: 5, coverage: 0 });
  });

  it("contains the median and lies within the values", () => {
    fc.assert(
      fc.property(sample, level, (values, wanted) => {
        const { low, high } = medianInterval(values, wanted);
        const sorted = [...values].sort((a, b) => a - b);
        const middle = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
        assert.ok(low <= middle && middle <= high && values.includes(low) && values.includes(high));
      }),
    );
  });

  for (const [name, { draw, median }] of Object.entries(families))
    it(`covers the true median as often as it says: ${name}`, () => {
      for (const count of [2, 4, 6, 7, 20]) {
        const said = medianInterval(draws(draw, count, 1), 0.95).coverage;
        const held = coveredBy(4000, (seed) => medianInterval(draws(draw, count, seed), 0.95), median);
        // Three standard errors of a simulation.
        const error = 3 * Math.sqrt((said * (1 - said)) / 4000);
        assert.ok(held >= said - error, `${held} of ${count} values instead of ${said}`);
        if (name === "normal") assert.ok(held <= said + error, `${held}: it could be narrower`);
      }
    }).timeout(30_000);
});

describe("lab / interval of a shift", () => {
  it("has the published distribution of the rank sum", () => {
    near(rankSumTails(4, 4)[0] ?? 0, 1 / 70);
    near(rankSumTails(6, 6)[0] ?? 0, 1 / 924);
    near(rankSumTails(7, 7)[0] ?? 0, 1 / 3432);
    // The tables' critical values, two-sided at 5 %: 0 for 4 and 4, 5 for 6 and 6, 8 for 7 and 7.
    for (const [size, critical] of [
      [4, 0],
      [6, 5],
      [7, 8],
    ] as const) {
      const tails = rankSumTails(size, size);
      assert.ok((tails[critical] ?? 1) <= 0.025 && (tails[critical + 1] ?? 0) > 0.025, `${size}`);
      near(tails.at(-1) ?? 0, 1);
    }
  });

  it("does not exist with too few values for the level, and says what they can give", () => {
    const few = shiftBetween([1, 2, 3], [1, 2, 3], 0.95);
    assert.equal(few.interval, undefined);
    near(few.best, 0.9);
    // Four on each side do for one comparison, and not for two that share the chance of error.
    assert.ok(shiftBetween([1, 2, 3, 4], [1, 2, 3, 4], 0.95).interval);
    assert.equal(shiftBetween([1, 2, 3, 4], [1, 2, 3, 4], 0.975).interval, undefined);
  });

  it("contains its estimate, turns around with the samples, and shifts with them", () => {
    const pair = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 4, maxLength: 8 });
    fc.assert(
      fc.property(pair, pair, fc.integer({ min: -9, max: 9 }), (a, b, by) => {
        const [there, back] = [shiftBetween(a, b, 0.9), shiftBetween(b, a, 0.9)];
        const moved = shiftBetween(
          a.map((value) => value + by),
          b,
          0.9,
        );
        assert.ok(there.interval && back.interval && moved.interval);
        assert.ok(there.interval.low <= there.estimate && there.estimate <= there.interval.high);
        near(back.interval.low, -there.interval.high);
        near(moved.interval.low, there.interval.low + by);
      }),
    );
  });

  for (const [name, { draw }] of Object.entries(families))
    it(`covers the true shift as often as it says, with ties more often: ${name}`, () => {
      for (const [count, wanted] of [
        [4, 0.95],
        [6, 0.99],
        [7, 0.95],
      ] as const) {
        const interval = (seed: number) =>
          shiftBetween(
            draws(draw, count, seed).map((value) => value + 3),
            draws(draw, count, seed + 1e6),
            wanted,
          ).interval;
        const said = interval(1)?.coverage ?? 1;
        const held = coveredBy(3000, interval, 3);
        const error = 3 * Math.sqrt((said * (1 - said)) / 3000);
        assert.ok(said >= wanted && held >= said - error, `${held} of ${count} values instead of ${said}`);
      }
    }).timeout(60_000);
});

describe("lab / interval of a rate", () => {
  it("is Clopper and Pearson's", () => {
    const none = rateInterval({ hits: 0, of: 40 }, 0.95);
    near(none.low, 0);
    near(none.high, 0.0881, 1e-4);
    const some = rateInterval({ hits: 12, of: 40 }, 0.95);
    near(some.low, 0.1656, 1e-4);
    near(some.high, 0.4653, 1e-4);
    near(rateInterval({ hits: 20, of: 20 }, 0.95).low, 0.8316, 1e-4);
    assert.deepEqual(
      added([
        { hits: 1, of: 5 },
        { hits: 2, of: 7 },
      ]),
      { hits: 3, of: 12 },
    );
  });

  it("covers every rate at least as often as it says: all outcomes added up", () => {
    for (const of of [5, 20, 50])
      for (let rate = 0.01; rate < 1; rate += 0.035) {
        const covering = chances(of, rate).reduce((sum, chance, hits) => {
          const { low, high } = rateInterval({ hits, of }, 0.95);
          return low <= rate && rate <= high ? sum + chance : sum;
        }, 0);
        assert.ok(covering >= 0.95 - 1e-9, `${covering} at ${rate} of ${of}`);
      }
  }).timeout(30_000);

  it("a difference of rates is covered at least as often as it says: all outcomes added up", () => {
    for (const [ofA, ofB] of [
      [20, 20],
      [40, 20],
    ] as const) {
      const intervals = Array.from({ length: ofA + 1 }, (_, hitsA) =>
        Array.from({ length: ofB + 1 }, (_, hitsB) =>
          rateDifference({ hits: hitsA, of: ofA }, { hits: hitsB, of: ofB }, 0.95),
        ),
      );
      for (const rateA of [0.005, 0.02, 0.05, 0.12, 0.3, 0.5, 0.8])
        for (const rateB of [0.005, 0.02, 0.05, 0.12, 0.3, 0.5, 0.95]) {
          const [a, b] = [chances(ofA, rateA), chances(ofB, rateB)];
          let covering = 0;
          for (const [hitsA, row] of intervals.entries())
            for (const [hitsB, { low, high }] of row.entries())
              if (low <= rateA - rateB && rateA - rateB <= high) covering += (a[hitsA] ?? 0) * (b[hitsB] ?? 0);
          assert.ok(covering >= 0.95, `${covering} at ${rateA} of ${ofA} and ${rateB} of ${ofB}`);
        }
    }
  }).timeout(30_000);
});

/** Chance of each number of hits. */
function chances(of: number, rate: number): number[] {
  let chance = (1 - rate) ** of;
  return Array.from({ length: of + 1 }, (_, hits) => {
    const its = chance;
    chance *= ((of - hits) / (hits + 1)) * (rate / (1 - rate));
    return its;
  });
}
