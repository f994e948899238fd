import fc from "fast-check";
import assert from "node:assert/strict";
import type { NumberSummary } from "../../../../lab/analysis/contract.ts";
import { axisOf } from "../../../../lab/report/plot/axis.ts";
import { curvePlot } from "../../../../lab/report/plot/curve-plot.ts";
import { stripPlot } from "../../../../lab/report/plot/strip-plot.ts";

function summaryOf(values: readonly number[]): NumberSummary {
  const sorted = [...values].sort((a, b) => a - b);
  const [min = 0, max = 0] = [sorted[0], sorted.at(-1)];
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return { kind: "number", median, low: min, high: max, coverage: 0.95, exact: false, min, max, values };
}

function plotOf(rows: readonly (readonly number[])[]): string {
  return stripPlot({
    id: "plot",
    title: "a figure",
    unit: "ms",
    rows: rows.map((values, i) => ({ subject: `subject ${i}`, summary: summaryOf(values) })),
  }).text;
}

// Nothing that is measured is between 0 and a millionth of its unit.
const value = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e12, noNaN: true }));
const measured = fc.array(fc.array(value, { minLength: 1, maxLength: 9 }), {
  minLength: 1,
  maxLength: 9,
});

describe("an axis", () => {
  it("is linear from 0 if values are within two decades", () => {
    const axis = axisOf([10, 900], 100, 400);
    assert.equal(axis.kind, "linear");
    assert.equal(axis.ticks[0], 0);
    assert.equal(axis.at(0), 100);
  });

  it("is logarithmic if values span more, with powers of ten as ticks", () => {
    const axis = axisOf([1, 20, 3000], 100, 400);
    assert.equal(axis.kind, "log");
    assert.deepEqual(axis.ticks, [1, 10, 100, 1000, 10_000]);
    assert.equal(axis.breakAt, undefined);
  });

  it("puts 0 beside a logarithmic scale", () => {
    const axis = axisOf([0, 1, 3000], 100, 400);
    assert.equal(axis.ticks[0], 0);
    assert.equal(axis.at(0), 100);
    assert.ok(axis.at(1) > 100);
    assert.ok(axis.breakAt !== undefined && axis.breakAt > 100 && axis.breakAt < axis.at(1));
  });

  it("has only whole ticks for counts", () => {
    assert.deepEqual(axisOf([1, 2], 0, 100, true).ticks, [0, 1, 2]);
  });

  it("keeps every value and tick within its line, and the order of values", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(value, fc.double({ min: -1e6, max: -1e-6, noNaN: true })), { minLength: 1 }),
        (values) => {
          const axis = axisOf(values, 100, 400);
          for (const value of [...values, ...axis.ticks]) {
            const x = axis.at(value);
            assert.ok(x >= 100 - 1e-6 && x <= 400 + 1e-6, `${value} at ${x} on ${axis.kind}`);
          }
          const sorted = [...values].sort((a, b) => a - b).map((value) => axis.at(value));
          for (const [i, x] of sorted.entries()) assert.ok(x >= (sorted[i - 1] ?? x) - 1e-6);
        },
      ),
    );
  });
});

describe("a strip plot", () => {
  it("has one dot per round, one median and one interval per subject", () => {
    const svg = plotOf([
      [1, 2, 3],
      [4, 5],
    ]);
    assert.equal(svg.match(/class="dot"/g)?.length, 5);
    assert.equal(svg.match(/class="median"/g)?.length, 2);
    assert.equal(svg.match(/class="interval"/g)?.length, 2);
  });

  it("draws nothing beyond its edges", () => {
    fc.assert(
      fc.property(measured, (rows) => {
        drawsWithinItsEdges(plotOf(rows));
      }),
    );
  });

  it("is described in words", () => {
    assert.match(plotOf([[10, 20, 30]]), /<desc[^>]*>[^<]*subject 0: median 20 ms, interval 10 ms to 30 ms, 3 rounds/);
  });

  it("says if a subject has no number", () => {
    const rows = [
      { subject: "a", summary: summaryOf([1]) },
      { subject: "b", summary: { kind: "missing", reason: "refused" } as const },
    ];
    assert.match(stripPlot({ id: "plot", title: "a figure", unit: "ms", rows }).text, />no number</);
  });
});

describe("a plot of curves", () => {
  const curvesOf = (curves: readonly (readonly number[])[]) =>
    curvePlot({
      ...{ id: "plot", title: "a figure", unit: "bytes", across: "copy" },
      curves: curves.map((values, i) => ({ subject: `subject ${i}`, values })),
    }).text;

  it("has a line per subject with a dot per value, and is described in words", () => {
    const svg = curvesOf([[3e6, 2e6, 1e6], [5e6]]);
    assert.equal(svg.match(/class="curve"/g)?.length, 2);
    assert.equal(svg.match(/class="dot"/g)?.length, 4);
    assert.match(svg, /<desc[^>]*>[^<]*subject 0: 3 MB for the first, 1 MB for number 3\./);
  });

  it("draws larger values higher, and nothing beyond its edges", () => {
    const [, first = "", second = ""] = /points="[^,]+,(\S+) [^,]+,(\S+)"/.exec(curvesOf([[1e6, 2e6]])) ?? [];
    assert.ok(Number(second) < Number(first), `${second} is below ${first}`);
    const numbers = fc.array(fc.double({ min: -1e6, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 20 });
    const several = fc.array(numbers, { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(several, (curves) => {
        drawsWithinItsEdges(curvesOf(curves));
      }),
    );
  });
});

function drawsWithinItsEdges(svg: string): void {
  const [, width = "", height = ""] = /viewBox="0 0 (\S+) (\S+)"/.exec(svg) ?? [];
  for (const [, x = "", y = ""] of svg.matchAll(/cx="(\S+)" cy="(\S+)"/g)) {
    assert.ok(Number(x) >= 0 && Number(x) <= Number(width), `x ${x}`);
    assert.ok(Number(y) >= 0 && Number(y) <= Number(height), `y ${y}`);
  }
  assert.doesNotMatch(svg, /NaN|Infinity/);
}
