import assert from "node:assert/strict";
import { separate } from "../../../../../stacks/approaches/separate/index.ts";
import type { DeploymentPlan } from "../../../../../stacks/deployment-plan.ts";
import { atOnce, deployment } from "../../../../support/unit/docker-deployment.ts";
import { made } from "../../../../support/unit/mocked-pulumi.ts";
import { planned } from "../../../../support/unit/plans.ts";
import { everythingWorkload } from "../../../../support/unit/samples.ts";

describe("volumes on Docker", () => {
  it("keeps volumes with data when the stack goes, and hands them over before a container that mounts them starts", async () => {
    const plan = planned(separate, everythingWorkload());
    const volumes = plan.rendering.volumes.map((one) => ({ ...one, holds: "state" }) as const);
    const both = {
      ...plan,
      rendering: { ...plan.rendering, volumes: [...plan.rendering.volumes, { ...volumes[0], name: "own" }] },
    };
    const { declared } = await made((opts) => deployment(both as DeploymentPlan, atOnce, opts));
    const find = (name: string) => declared.find((one) => one.name === name && !one.type.includes("Image"));
    assert.equal(find("separate-volume-data")?.opts.retainOnDelete, true);
    assert.equal(find("separate-volume-own")?.opts.retainOnDelete, false);
    const step = find("separate-owner-data");
    assert.match(String(step?.props.create), /hand-over\.sh base ca-000000-separate-hello-data 10002 10003 700 /);
    assert.deepEqual(step?.props.triggers, [10_002, 10_003, "700"]);
    assert.equal(find("separate-owner-own"), undefined);
    const needs = (name: string) => [find(name)?.opts.dependsOn].flat();
    assert.ok(needs("separate-store").includes(step.resource) && !needs("separate-web").includes(step.resource));
  });
});
