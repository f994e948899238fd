import assert from "node:assert/strict";
import { separate } from "../../../../../stacks/approaches/separate/index.ts";
import { Deployment } from "../../../../../stacks/deployment.ts";
import { planDeployment, type DeploymentPlan } from "../../../../../stacks/plan/deployment.ts";
import { made } from "../../../../support/unit/mocked-pulumi.ts";
import { sampleSettings } from "../../../../support/unit/samples.ts";
import { ownWorkload } from "../../../../support/unit/subjects.ts";

const container = "docker:index/container:Container";

/** Networks are there as soon as they are asked for. */
const atOnce = async () => Promise.resolve();

describe("the networks of a deployment", () => {
  let plan: DeploymentPlan;
  before(async () => {
    const base = { name: "debian:bookworm-slim", id: "sha256:1" };
    plan = planDeployment(separate, await ownWorkload("hello"), sampleSettings(), base, ".state/contexts");
  });
  const nameOf = (name: string) => plan.rendering.networks.find((one) => one.name === name)?.fullName;

  it("attaches containers once the engine has the networks, and not before", async () => {
    let appear = (): void => undefined;
    const asked: string[][] = [];
    const late = async (names: readonly string[]) => {
      asked.push([...names]);
      await new Promise<void>((resolve) => (appear = resolve));
    };
    const making = made((opts) => new Deployment(plan, late, opts));
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(asked, [[nameOf("back"), nameOf("front")]]);
    appear();
    const { registered } = await making;
    assert.equal(registered.filter(({ type }) => type === container).length, 2);
  });

  it("waits for networks as resources only where a unit may stop more slowly than the provider removes networks", async () => {
    const [first = assert.fail("no unit"), ...others] = plan.rendering.units;
    const units = [{ ...first, stopGraceSeconds: 26 }, ...others];
    const slow = await made(
      (opts) => new Deployment({ ...plan, rendering: { ...plan.rendering, units } }, atOnce, opts),
    );
    const needs = slow.declared
      .filter(({ type }) => type === container)
      .map(({ opts }) => [opts.dependsOn].flat().length);
    assert.deepEqual(needs, [2, 0]);
  });
});
