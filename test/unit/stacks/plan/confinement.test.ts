import assert from "node:assert/strict";
import { join } from "node:path";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import { parseConfig } from "../../../../stacks/config.ts";
import type { Approach } from "../../../../stacks/contract.ts";
import { planStack, type Planned } from "../../../../stacks/plan/stack.ts";
import type { System } from "../../../../stacks/systems/contract.ts";
import { bundle } from "../../../support/unit/fixtures/bundle.ts";
import { paperSystem } from "../../../support/unit/paper-system.ts";
import { sampleWorkload } from "../../../support/unit/samples.ts";
import { rejectsWithUserError } from "../../../support/unit/user-error.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

describe("the plan of a stack", () => {
  const folder = useTemporaryFolder();

  const planOf = (approach: Approach, given: Record<string, string>, system: System = paperSystem()) =>
    planStack({
      instance: "000000",
      stack: "dev",
      config: parseConfig({ allowPrivileged: "true", ...given }, "dev"),
      approaches: [approach],
      known: [],
      workload: sampleWorkload(),
      systemOf: () => system,
      baseImages: ["base:1"],
      contextFolder: join(folder(), "contexts"),
    });
  const traitsIn = ([planned]: readonly Planned[]) => planned?.plan.output.traits;

  it("has the configured hardening in its traits", async () => {
    assert.equal(traitsIn(await planOf(separate, {}))?.readOnlyRoot, true);
    assert.equal(traitsIn(await planOf(separate, { hardening: "none" }))?.readOnlyRoot, false);
  });

  it("is rendered with the configured limits", async () => {
    let asked: string | undefined;
    const approach: Approach = {
      ...bundle,
      render(workload, settings) {
        asked = settings.limits;
        return bundle.render(workload, settings);
      },
    };
    await planOf(approach, { limits: "service" });
    assert.equal(asked, "service");
  });

  it("is refused before anything is rendered where the host lacks what an approach needs", async () => {
    let rendered = false;
    const approach: Approach = {
      ...bundle,
      requires: ["cgroupsBelowReadOnly"],
      render(workload, settings) {
        rendered = true;
        return bundle.render(workload, settings);
      },
    };
    const lacking = { ...paperSystem(), lacks: () => Promise.resolve("Read-only file system") };
    await rejectsWithUserError(planOf(approach, {}, lacking), {
      found: /^The approach bundle cannot be deployed on this host: Read-only file system$/,
      allowed: /cgroups/,
      remedy: /another approach/,
    });
    assert.equal(rendered, false);
  });
});
