import assert from "node:assert/strict";
import { fitted, lineOf } from "../../../../lab/experiments/density/line.ts";

describe("the line through the memory of copies", () => {
  it("is exact for points on a line, and tells where it reaches a size", () => {
    const line = lineOf([1, 5, 10, 20].map((count) => ({ count, bytes: 30 + 7 * count })));
    assert(Math.abs(line.slope - 7) < 1e-9 && Math.abs(line.intercept - 30) < 1e-9 && line.error < 1e-6);
    assert(Math.abs(fitted(line, 730) - 100) < 1e-6);
  });

  it("has the standard error of its slope", () => {
    const bytes = [1.1, 1.9, 3.2, 3.8];
    const { slope, error } = lineOf(bytes.map((one, index) => ({ count: index + 1, bytes: one })));
    // Residuals 0.01, -0.13, 0.23, -0.11: squares of 0.082 in sum, 2 degrees of freedom, a spread of 5.
    assert(Math.abs(slope - 0.94) < 1e-9);
    assert(Math.abs(error - Math.sqrt(0.082 / 2 / 5)) < 1e-9);
  });
});
