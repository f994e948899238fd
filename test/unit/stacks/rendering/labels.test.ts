import fc from "fast-check";
import assert from "node:assert/strict";
import { ownerLabels } from "../../../../stacks/rendering/labels.ts";
import { anyScope } from "../../../support/unit/arbitraries.ts";
import { sampleScope } from "../../../support/unit/samples.ts";

describe("rendering / labels", () => {
  it("name the instance, stack, approach and workload", () => {
    assert.deepEqual(ownerLabels(sampleScope({ instance: "abc123", stack: "dev" })), {
      "container-approaches.instance": "abc123",
      "container-approaches.stack": "dev",
      "container-approaches.approach": "separate",
      "container-approaches.workload": "hello",
    });
  });

  it("name the services of a container that runs several", () => {
    assert.equal(ownerLabels(sampleScope(), ["web", "store"])["container-approaches.service"], "web,store");
  });

  it("carry a scope's parts unchanged", () => {
    fc.assert(
      fc.property(anyScope, (scope) => {
        const { instance, stack, approach, workload } = scope;
        assert.deepEqual(Object.values(ownerLabels(scope)), [instance, stack, approach, workload]);
      }),
    );
  });
});
