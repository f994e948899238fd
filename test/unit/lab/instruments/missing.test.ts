import assert from "node:assert/strict";
import { present, without } from "../../../../lab/instruments/missing.ts";

describe("values that may be missing", () => {
  it("are values, also 0, or have a reason", () => {
    const { values, missing } = present({ none: 0, hidden: undefined }, (figure) => `${figure} cannot be seen`);
    assert.deepEqual([values, missing], [{ none: 0 }, { hidden: "hidden cannot be seen" }]);
  });

  it("can share one", () => {
    assert.deepEqual(without(["a", "b"], "why"), { a: "why", b: "why" });
  });
});
