import assert from "node:assert/strict";
import { goEnvironment } from "../../../toolchain/pulumi/go.ts";

describe("toolchain / environment of a build", () => {
  it("lets the compiler use more memory only if it is free", () => {
    assert.equal(goEnvironment({}, 8e9).GOGC, "400");
    assert.equal(goEnvironment({}, 2e9).GOGC, undefined);
  });

  it("the user's GOGC wins", () => {
    assert.equal(goEnvironment({ GOGC: "50" }, 8e9).GOGC, undefined);
  });
});
