import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { approaches } from "../../stacks/approaches.ts";
import type { Approach } from "../../stacks/contract.ts";
import type { DeploymentOutput } from "../../stacks/outputs.ts";
import { openSystems } from "../../stacks/systems.ts";
import { attempt, control, logLines } from "../support/control.ts";
import { containerOf, deploymentOf, traitsOf } from "../support/deployment.ts";
import { inspected, objectsOf, testEngine } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import { copyProject, type Project } from "../support/project.ts";
import { redefine } from "../support/redefine.ts";
import { definitionOf, entryOf, peerOf, signOf } from "../support/roles.ts";
import { skip } from "../support/skip.ts";
import { TestStack } from "../support/stack.ts";

const name = "hello";
/** A signal that ends a program which does not handle it, and that no stop sends. */
const signal = "USR1";
const exitCode = 128 + 10;

interface State {
  readonly Status: string;
  readonly ExitCode: number;
}

describe("the last end of an essential service", function () {
  this.timeout(240_000);
  const deployable = Object.values(approaches).filter(
    ({ requires, plainOf }) => requires.length === 0 && plainOf === undefined,
  );
  let against: ReadonlyMap<string, string>;
  let project: Project;
  let stack: TestStack;
  let found: (approach: string) => DeploymentOutput;
  const workload = definitionOf(name);
  const peer = async () => peerOf(await workload) ?? assert.fail("no peer");

  before("deploy all approaches that need no grant", async () => {
    against = await reasonsAgainst(deployable);
    const chosen = deployable.filter(({ name }) => !against.has(name));
    project = await copyProject("essential");
    stack = new TestStack(project, "essential");
    await stack.init({ workload: name, approaches: JSON.stringify(chosen.map((approach) => approach.name)) });
    await redefine(project, name, { [(await peer()).name]: { essential: true, restart: "never" } });
    await stack.up();
    const outputs = await stack.outputs();
    found = (approach) => deploymentOf(outputs, approach);
  });

  for (const approach of deployable) {
    const { endsWithEssential, stopsGracefully } = approach.traits;
    if (endsWithEssential) {
      it(`stops the others, and the container ends with its exit code: ${approach.name}`, async function () {
        const reason = against.get(approach.name);
        if (reason !== undefined) skip(this, reason);
        const deployment = found(approach.name);
        const docker = await testEngine();
        assert.equal(traitsOf(deployment).endsWithEssential, true);
        // The container may end before the command in it that sends the signal.
        await attempt(deployment, (await peer()).name, "signal", signal);
        const container = containerOf(deployment, (await peer()).name);
        await eventually(
          async () => {
            const { Status, ExitCode } = await inspected<State>(docker, container, ".State");
            assert.deepEqual([Status, ExitCode], ["exited", exitCode]);
          },
          { deadlineMs: 30_000 },
        );
        const entry = entryOf(await workload);
        const lines = await logLines(deployment, entry.name);
        const told = lines.some(({ text }) => signOf(entry, "stopped")?.test(text));
        assert.equal(told, stopsGracefully, "the stop signal of the other service");
        await pause(2_000);
        assert.equal((await inspected<State>(docker, container, ".State")).Status, "exited", "it was started again");
      });
    } else {
      it(`does not end the others: ${approach.name}`, async function () {
        const reason = against.get(approach.name);
        if (reason !== undefined) skip(this, reason);
        const deployment = found(approach.name);
        assert.equal(traitsOf(deployment).endsWithEssential, false);
        await control(deployment, (await peer()).name, "signal", signal);
        await pause(5_000);
        assert.doesNotMatch((await attempt(deployment, (await peer()).name, "status")).output, /^(running|restarting)/);
        assert.match(await control(deployment, entryOf(await workload).name, "status"), /^running/);
      });
    }
  }

  after(async () => {
    await stack.destroy();
    assert.deepEqual(await objectsOf(await testEngine(), project.instance), []);
    await project.remove();
  });
});

/** Approaches that this test does not deploy, by name, with the reason. */
async function reasonsAgainst(all: readonly Approach[]): Promise<ReadonlyMap<string, string>> {
  const systems = await openSystems();
  const reasons = all.map(async (approach): Promise<readonly (readonly [string, string])[]> => {
    const system = systems.of(approach);
    const lack = await system.lacksTools?.();
    if (lack !== undefined) return [[approach.name, `needs the system ${system.name}: ${lack}`]];
    const { guests } = await system.look();
    return guests?.emulated === true ? [[approach.name, "its guests are emulated, and take minutes"]] : [];
  });
  return new Map((await Promise.all(reasons)).flat());
}
