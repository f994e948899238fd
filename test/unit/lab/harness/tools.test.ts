import assert from "node:assert/strict";
import { experiments } from "../../../../lab/experiments.ts";
import { checked } from "../../../../lab/harness/cells.ts";
import { measuresOn, notThere } from "../../../../lab/harness/tools.ts";

const elsewhere = {
  system: { name: "made up", ownKernel: false, version: "1", packages: [], root: true },
};

describe("experiments on systems other than Docker", () => {
  for (const experiment of experiments) {
    const { name, elsewhere: how } = experiment;
    it(`${name}: ${typeof how === "string" ? "has a reason for every figure" : "measures"}`, () => {
      assert(measuresOn(experiment, {}), "on Docker all measure");
      assert.equal(measuresOn(experiment, elsewhere), typeof how !== "string");
      if (typeof how !== "string") return;
      assert.match(how, /^[A-Z].*\.$/, "a sentence");
      checked(experiment, notThere(experiment, how));
    });
  }
});
