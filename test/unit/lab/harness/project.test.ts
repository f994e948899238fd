import assert from "node:assert/strict";
import { reasonIn } from "../../../../lab/harness/project.ts";

describe("why Pulumi failed", () => {
  it("is the first error that says more than that the update failed", () => {
    const output = "Updating\n  error: update failed\n  pulumi:\n    error: no address is left\n    error: another\n";
    assert.equal(reasonIn(output), "error: no address is left");
    assert.equal(reasonIn("x\nerror: update failed\nDuration: 1s\n"), "error: update failed");
    assert.equal(reasonIn("x\nkilled\n\n"), "killed");
    assert.equal(reasonIn(""), "no reason given");
  });
});
