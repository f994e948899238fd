import fc from "fast-check";
import assert from "node:assert/strict";
import { cumulativeStdNormalProbability } from "simple-statistics";
import {
  cliffsDelta,
  mannWhitney,
  median,
  medianInterval,
  quantile,
  smallestProbability,
} from "../../../../lab/analysis/statistics.ts";
import { seededRandom, seedOf } from "../../../../lab/random.ts";

const sample = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 9 });
const near = (actual: number, expected: number, tolerance = 1e-9) => {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} instead of ${expected}`);
};
const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

/** All ways to choose a number of items. */
function choices(indices: readonly number[], size: number): number[][] {
  const [first, ...rest] = indices;
  if (size === 0) return [[]];
  if (first === undefined) return [];
  return [...choices(rest, size - 1).map((chosen) => [first, ...chosen]), ...choices(rest, size)];
}

/** The p value by its definition: goes through every split. */
function byEnumeration(a: readonly number[], b: readonly number[]): number {
  const all = [...a, ...b];
  const u = (left: readonly number[], right: readonly number[]) =>
    left.flatMap((x) => right.map((y) => (x > y ? 1 : x === y ? 0.5 : 0))).reduce((sum: number, one) => sum + one, 0);
  const middle = (a.length * b.length) / 2;
  const observed = Math.abs(u(a, b) - middle);
  const splits = choices(range(0, all.length), a.length);
  const extreme = splits.filter((chosen) => {
    const left = all.filter((_, index) => chosen.includes(index));
    const right = all.filter((_, index) => !chosen.includes(index));
    return Math.abs(u(left, right) - middle) >= observed - 1e-9;
  });
  return extreme.length / splits.length;
}

describe("lab / statistics", () => {
  it("quantiles are those of numpy's and R's default", () => {
    near(quantile([1, 2, 3, 4], 0.25), 1.75);
    near(quantile([15, 20, 35, 40, 50], 0.4), 29);
    assert.equal(median([9, 1, 5, 2]), 3.5);
  });

  it("the rank test gives the published exact probabilities", () => {
    // Two-sided, from the number of splits: 2 of C(n, k).
    near(mannWhitney(range(0, 3), range(10, 3)), 0.1);
    near(mannWhitney(range(0, 4), range(10, 4)), 2 / 70);
    near(mannWhitney(range(0, 5), range(10, 5)), 2 / 252);
    near(mannWhitney(range(0, 7), range(10, 7)), 2 / 3432);
    // U = 2 with 4 and 5 values: 8 of 126; U = 8 with 7 and 7 is the table's last below 5 %, U = 9 the first above it.
    near(mannWhitney([1, 2, 3, 6], [4, 5, 7, 8, 9]), 8 / 126);
    assert.ok(mannWhitney([1, 2, 3, 4, 5, 7, 15], [6, 8, 9, 10, 11, 12, 13]) < 0.05);
    assert.ok(mannWhitney([1, 2, 3, 4, 5, 8, 15], [6, 7, 9, 10, 11, 12, 13]) > 0.05);
  });

  it("the rank test agrees with the definition, with ties too", () => {
    const few = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(few, few, (a, b) => {
        near(mannWhitney(a, b), byEnumeration(a, b));
      }),
      { numRuns: 60 },
    );
  });

  it("the rank test does not depend on the order of the samples or on a monotone scale", () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const p = mannWhitney(a, b);
        assert.ok(p > 0 && p <= 1);
        near(mannWhitney(b, a), p);
        const scaled = (values: readonly number[]) => values.map((value) => 3 * value + 7);
        near(mannWhitney(scaled(a), scaled(b)), p);
      }),
    );
  });

  it("equal samples are never different", () => {
    fc.assert(
      fc.property(sample, (values) => {
        near(mannWhitney(values, values), 1);
        assert.equal(cliffsDelta(values, values), 0);
      }),
    );
    assert.equal(mannWhitney(Array<number>(30).fill(5), Array<number>(30).fill(5)), 1);
  });

  it("beyond 40 values the rank test is the normal approximation, corrected for continuity", () => {
    for (const shift of [0.5, 3.5, 6.5, 9.5, 30]) {
      const [a, b] = [range(0, 21), range(shift, 22)];
      const u = b.flatMap((y) => a.filter((x) => x > y)).length;
      const z = Math.max(0, Math.abs(u - (21 * 22) / 2) - 0.5) / Math.sqrt((21 * 22 * 44) / 12);
      // The table has steps of 0.01 in z.
      near(mannWhitney(a, b), 2 * (1 - cumulativeStdNormalProbability(z)), 0.005);
    }
  });

  it("the smallest probability is that of samples without overlap", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), (m, n) => {
        near(smallestProbability(m, n), mannWhitney(range(0, m), range(100, n)));
      }),
    );
  });

  it("Cliff's delta is 1 or -1 for samples without overlap, and changes its sign if they are swapped", () => {
    assert.equal(cliffsDelta([5, 6], [1, 2, 3]), 1);
    assert.equal(cliffsDelta([1, 2], [5]), -1);
    near(cliffsDelta([1, 2, 3], [2]), 0);
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        near(cliffsDelta(a, b), -cliffsDelta(b, a));
        assert.ok(Math.abs(cliffsDelta(a, b)) <= 1);
      }),
    );
  });

  it("the interval contains the median, lies within the values and is the same for the same seed", () => {
    fc.assert(
      fc.property(sample, fc.integer(), (values, seed) => {
        const [low, high] = medianInterval(values, seededRandom(seed));
        assert.ok(low <= median(values) && median(values) <= high);
        assert.ok(Math.min(...values) <= low && high <= Math.max(...values));
        assert.deepEqual(medianInterval(values, seededRandom(seed)), [low, high]);
      }),
      { numRuns: 20 },
    );
  });

  it("the interval is the extremes of fewer than four values, and narrows with more of them", () => {
    assert.deepEqual(medianInterval([3, 1, 2], seededRandom(1)), [1, 3]);
    const random = seededRandom(3);
    const draw = (count: number) => Array.from({ length: count }, random);
    const width = (values: readonly number[]) => {
      const [low, high] = medianInterval(values, seededRandom(1));
      return high - low;
    };
    assert.ok(width(draw(100)) < width(draw(8)));
  });

  it("the interval contains the true median in about 95 % of cases", () => {
    const random = seededRandom(11);
    const held = range(0, 150).filter(() => {
      const [low, high] = medianInterval(Array.from({ length: 15 }, random), random);
      return low <= 0.5 && 0.5 <= high;
    });
    assert.ok(held.length >= 150 * 0.88, `${held.length} of 150`);
  }).timeout(30_000);
});

describe("lab / random", () => {
  it("gives mulberry32's numbers for a seed", () => {
    const random = seededRandom(1);
    near(random(), 0.6270739405881613);
    near(random(), 0.002735721180215478);
  });

  it("is uniform from 0 to 1 and differs by seed and by text", () => {
    const random = seededRandom(5);
    const values = Array.from({ length: 10_000 }, random);
    assert.ok(values.every((value) => value >= 0 && value < 1));
    near(values.reduce((sum, value) => sum + value, 0) / values.length, 0.5, 0.02);
    assert.notEqual(seededRandom(1)(), seededRandom(2)());
    assert.notEqual(seedOf("a", 1), seedOf("b", 1));
    assert.notEqual(seedOf("a", 1), seedOf("a", 2));
  });
});
