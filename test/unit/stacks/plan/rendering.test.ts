import assert from "node:assert/strict";
import { pod } from "../../../../stacks/approaches/pod/index.ts";
import { s6 } from "../../../../stacks/approaches/s6/index.ts";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import type { Approach } from "../../../../stacks/contract.ts";
import { renderedWith } from "../../../../stacks/plan/rendering.ts";
import { sampleService, sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";
import { throwsUserError } from "../../../support/unit/user-error.ts";

describe("the rendering of a plan", () => {
  const workload = sampleWorkload({ services: [sampleService({ replicas: 2 })] });

  it("is the approach's", () => {
    assert.deepEqual(
      renderedWith(separate, workload, sampleSettings(), [pod]),
      separate.render(workload, sampleSettings()),
    );
  });

  it("names the approaches that can deploy what one refuses", () => {
    const refused = (known: readonly Approach[]) => () => renderedWith(pod, workload, sampleSettings(), known);
    const found = /^The service web of the workload sample has 2 replicas\.$/;
    const allowed = /^1, since it listens on port 8080/;
    throwsUserError(refused([pod, separate, s6]), { found, allowed, remedy: /; these can: separate$/ });
    throwsUserError(refused([pod, s6]), { found, allowed, remedy: /; no approach can deploy it$/ });
  });

  it("fails as a bug if the approach does", () => {
    const broken: Approach = {
      ...separate,
      render() {
        throw new Error("broken");
      },
    };
    assert.throws(() => renderedWith(broken, workload, sampleSettings(), [separate]), /^Error: broken$/);
  });
});
