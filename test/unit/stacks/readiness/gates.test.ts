import assert from "node:assert/strict";
import type { Workload } from "../../../../services/contract.ts";
import { s6 } from "../../../../stacks/approaches/s6/index.ts";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import type { Deployment } from "../../../../stacks/deployment.ts";
import { atOnce, deployment } from "../../../support/unit/docker-deployment.ts";
import { made, type Made } from "../../../support/unit/mocked-pulumi.ts";
import { planned } from "../../../support/unit/plans.ts";
import { quietService, sampleService, sampleWorkload } from "../../../support/unit/samples.ts";
import { ownWorkload } from "../../../support/unit/subjects.ts";

const container = "docker:index/container:Container";
const command = "command:local:Command";

const planOf = (workload: Workload) => planned(separate, workload, { folder: ".state/contexts" });

describe("the order of separate / hello", () => {
  let result: Made<Deployment>;
  before(async () => {
    const plan = planOf(await ownWorkload("hello"));
    result = await made((opts) => deployment(plan, atOnce, opts));
  });
  const inputsOf = (name: string) =>
    result.registered.find((one) => one.type === command && one.name === name)?.inputs ?? {};

  it("creates a container only after a gate, which waits for what that one starts after", () => {
    const gate = result.declared.find(({ name }) => name === "separate-server-healthy")?.resource;
    const needsOf = (name: string) =>
      result.declared
        .filter((one) => one.type === container && one.name === name)
        .flatMap(({ opts }) => [opts.dependsOn].flat());
    assert.deepEqual(needsOf("separate-server"), []);
    const [needed, ...more] = needsOf("separate-client");
    assert.ok(needed !== undefined && needed === gate);
    assert.deepEqual(more, []);
    const { interpreter, create } = inputsOf("separate-server-healthy");
    assert.deepEqual(interpreter, ["node", "stacks/readiness/settle.mjs"]);
    assert.deepEqual((JSON.parse(String(create)) as { containers: unknown }).containers, [
      {
        name: "server",
        container: "ca-000000-separate-server",
        id: "separate-server-id",
        until: "healthy",
        probe: ["/bin/bash", "-p", "/opt/container-approaches/checks/server"],
      },
    ]);
  });
});

describe("a deployment with an order", () => {
  const once = quietService({ name: "once", completes: { withinSeconds: 7 }, checks: [] });
  const web = sampleService({ dependsOn: { once: "completed", worker: "started" } });
  const late = quietService({ name: "late", dependsOn: { once: "completed" } });
  const workload = sampleWorkload({ services: [web, late, once, quietService()] });

  it("has one gate for all that wait for the same, and none for a start, which is the creation itself", async () => {
    const { registered, declared } = await made((opts) => deployment(planOf(workload), atOnce, opts));
    const gates = registered.filter(({ type }) => type === command).map(({ name }) => name);
    assert.deepEqual(gates.sort(), ["separate-once-completed", "separate-ready"]);
    const resourceOf = (name: string) => declared.find((one) => one.name === name)?.resource;
    const needsOf = (name: string) => declared.filter((one) => one.name === name && one.type === container);
    const [webNeeds] = needsOf("separate-web").map(({ opts }) => [opts.dependsOn].flat());
    assert.equal(webNeeds?.[0], resourceOf("separate-once-completed"));
    assert.equal(
      webNeeds?.[1],
      declared.find((one) => one.type === container && one.name === "separate-worker")?.resource,
    );
    const [lateNeeds] = needsOf("separate-late").map(({ opts }) => [opts.dependsOn].flat());
    assert.equal(lateNeeds?.[0], resourceOf("separate-once-completed"));
  });

  it("has a gate limit processes of what runs to completion, and know its time", async () => {
    const { registered } = await made((opts) => deployment(planOf(workload), atOnce, opts));
    const gate = registered.find(({ name }) => name === "separate-once-completed");
    const request = JSON.parse(String(gate?.inputs.create)) as { timeoutSeconds: number; containers: unknown };
    assert.equal(request.timeoutSeconds, 7 + 30);
    assert.deepEqual(request.containers, [
      {
        name: "once",
        container: "ca-000000-separate-once",
        id: "separate-once-id",
        until: "completed",
        withinSeconds: 7,
        pids: 64,
      },
    ]);
  });

  it("has the readiness step wait for services that complete in a container that they share", async () => {
    const plan = planned(s6, workload, { folder: ".state/contexts" });
    const { registered } = await made((opts) => deployment(plan, atOnce, opts));
    const ready = registered.find(({ name }) => name === "separate-ready" || name.endsWith("-ready"));
    const { tasks } = JSON.parse(String(ready?.inputs.create)) as { tasks: { control: string[] }[] };
    const [{ control, ...task } = assert.fail("no task"), ...more] = tasks;
    assert.deepEqual(more, []);
    const { stack, approach } = plan.scope;
    assert.deepEqual(task, {
      service: "once",
      container: plan.output.services.once?.replicas[0]?.container,
      withinSeconds: 7,
      logs: `npm run ctl -- ${stack === approach ? stack : `${stack}/${approach}`} once logs`,
    });
    assert.ok(control.some((word) => word.includes(plan.output.services.once?.replicas[0]?.control ?? "none")));
  });
});
