import assert from "node:assert/strict";
import { separate } from "../../../../../stacks/approaches/separate/index.ts";
import type { DeploymentPlan } from "../../../../../stacks/deployment-plan.ts";
import { atOnce, deployment } from "../../../../support/unit/docker-deployment.ts";
import { made } from "../../../../support/unit/mocked-pulumi.ts";
import { planned } from "../../../../support/unit/plans.ts";
import { ownWorkload } from "../../../../support/unit/subjects.ts";

const container = "docker:index/container:Container";
const network = "docker:index/network:Network";

describe("the networks of a deployment", () => {
  let plan: DeploymentPlan;
  before(async () => {
    plan = planned(separate, await ownWorkload("hello"));
  });
  const nameOf = (name: string) => plan.rendering.networks.find((one) => one.name === name)?.fullName;

  it("attaches containers once Docker has the networks, and not before", async () => {
    let appear = (): void => undefined;
    const asked: string[][] = [];
    const late = async (names: readonly string[]) => {
      asked.push([...names]);
      await new Promise<void>((resolve) => (appear = resolve));
    };
    const making = made((opts) => deployment(plan, late, opts));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(asked, [[nameOf("back"), nameOf("front")]]);
    appear();
    const { registered } = await making;
    assert.equal(registered.filter(({ type }) => type === container).length, 2);
  });

  it("waits for networks as resources only if a container may take longer to stop than the provider waits", async () => {
    const [first = assert.fail("no container"), ...others] = plan.rendering.containers;
    const containers = [{ ...first, stop: { ...first.stop, graceSeconds: 26 } }, ...others];
    const changed = { ...plan, rendering: { ...plan.rendering, containers } };
    const slow = await made((opts) => deployment(changed, atOnce, opts));
    const needs = slow.declared.filter(({ type }) => type === container).map(({ opts }) => [opts.dependsOn].flat());
    const networks = slow.declared.filter(({ type }) => type === network).map(({ resource }) => resource);
    assert.deepEqual(
      needs.map((needed) => needed.filter((one) => networks.some((other) => other === one)).length),
      [2, 0],
    );
  });
});
