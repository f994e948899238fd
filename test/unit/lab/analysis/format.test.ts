import fc from "fast-check";
import assert from "node:assert/strict";
import { formatCoverage, formatShare, formatValue } from "../../../../lab/analysis/format.ts";
import type { Unit, Value } from "../../../../lab/contract.ts";

describe("lab / format", () => {
  const cases: readonly (readonly [value: Value, unit: Unit, shown: string])[] = [
    [12_345_678, "bytes", "12.3 MB"],
    [999_999, "bytes", "1 MB"],
    [-1500, "bytes", "-1.5 kB"],
    [0, "bytes", "0 B"],
    [0, "ms", "0 ms"],
    [0.5, "ms", "500 µs"],
    [1234, "us", "1.23 ms"],
    [999.99, "ms", "1 s"],
    [90, "s", "90 s"],
    [12_345.6, "per-second", "12,300/s"],
    [99.96, "percent", "100 %"],
    [30_000, "count", "30,000"],
    [1.5, "count", "1.5"],
    [137, "exit-code", "137"],
    [1, "lines", "1 line"],
    [2000, "lines", "2,000 lines"],
    [0.12345, "ratio", "0.123"],
    [true, "yes-no", "yes"],
    [false, "yes-no", "no"],
    ["client, server", "text", "client, server"],
    ["", "text", "(empty)"],
    [{ hits: 3, of: 1200 }, "trials", "3 of 1,200"],
  ];
  for (const [value, unit, shown] of cases)
    it(`${JSON.stringify(value)} in ${unit} is ${shown}`, () => {
      assert.equal(formatValue(value, unit), shown);
    });

  it("never needs more than four digits before the unit of a size or a time", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e11, noNaN: true }),
        fc.constantFrom<Unit>("bytes", "ms", "us"),
        (value, unit) => {
          const [number = ""] = formatValue(value, unit).split(" ");
          assert.ok(Number(number.replace(/,/g, "")) < 1000 || formatValue(value, unit).endsWith(" s"));
        },
      ),
    );
  });

  it("a coverage is rounded down, so that it never says more than is known", () => {
    assert.equal(formatShare(0.1234), "12.3 %");
    assert.equal(formatCoverage(0.99996), "99.9 %");
    assert.equal(formatCoverage(1 - 0.05), "95 %");
  });
});
