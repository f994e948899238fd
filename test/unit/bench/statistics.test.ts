import fc from "fast-check";
import assert from "node:assert/strict";
import { covered, median, summarize } from "../../../bench/statistics.ts";

const samples = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });
const intervals = fc.array(
  fc.tuple(fc.nat(1000), fc.nat(1000)).map(([start, length]) => [start, start + length] as const),
  { maxLength: 20 },
);

describe("bench / statistics", () => {
  it("the median is the middle sample, and between the two in the middle of an even number", () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([8, 2, 4, 100]), 6);
    assert.equal(median([7]), 7);
  });

  it("as many samples lie below the median as above it", () => {
    fc.assert(
      fc.property(samples, (values) => {
        const middle = median(values);
        const below = values.filter((value) => value < middle).length;
        const above = values.filter((value) => value > middle).length;
        assert.ok(Math.max(below, above) <= values.length / 2);
      }),
    );
  });

  it("a summary does not depend on the samples' order and leaves them as they are", () => {
    fc.assert(
      fc.property(samples, (values) => {
        const copy = [...values];
        assert.deepEqual(summarize(values), summarize([...values].reverse()));
        assert.deepEqual(values, copy);
      }),
    );
  });

  it("a summary holds the extremes and how many there were", () => {
    assert.deepEqual(summarize([3, 1, 2]), { median: 2, min: 1, max: 3, count: 3 });
  });

  it("no samples have no median", () => {
    assert.throws(() => median([]), /no samples/);
  });

  it("what overlaps is covered once", () => {
    assert.equal(
      covered([
        [0, 10],
        [5, 15],
        [20, 30],
        [22, 24],
      ]),
      25,
    );
    assert.equal(covered([]), 0);
  });

  it("covered counts the units that lie in any interval", () => {
    fc.assert(
      fc.property(intervals, (list) => {
        const units = new Set(list.flatMap(([start, end]) => Array.from({ length: end - start }, (_, i) => start + i)));
        assert.equal(covered(list), units.size);
      }),
    );
  });
});
