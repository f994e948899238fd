import assert from "node:assert/strict";
import type { DockerClient } from "../../docker/client.ts";
import type { DeploymentOutput } from "../../stacks/outputs.ts";
import { approachesUnderTest } from "../support/approaches.ts";
import { objectsOf, testEngine } from "../support/engine.ts";
import { copyProject, type Project } from "../support/project.ts";
import { TestStack } from "../support/stack.ts";
import { describesBuilders } from "./builders.ts";
import { describesChanges } from "./changes.ts";
import { describesCrashAtStart } from "./crash.ts";
import { describesHardening } from "./hardening.ts";
import { describesHello } from "./hello.ts";
import { describesIsolation } from "./isolation.ts";
import { describesMending } from "./mending.ts";
import { describesOutputs } from "./outputs.ts";
import { describesStopping } from "./stopping.ts";
import { describesSupervision } from "./supervision.ts";

/** What every group of tests is given; filled before the first test runs. */
export interface Deployed {
  readonly approach: string;
  readonly project: Project;
  readonly stack: TestStack;
  readonly docker: DockerClient;
  readonly instance: string;
  readonly deployment: DeploymentOutput;
}

for (const { name: approach, config } of approachesUnderTest()) {
  describe(`${approach} / hello`, function () {
    this.timeout(180_000);
    let deployed: Deployed | undefined;
    const get = (): Deployed => {
      if (deployed === undefined) throw new Error("the deployment failed");
      return deployed;
    };

    before("deploy", async () => {
      const project = await copyProject(approach);
      instance = project.instance;
      const stack = new TestStack(project, approach);
      const docker = await testEngine();
      // Kept before deploying, so that what a failed deployment left is removed too.
      const partial = { approach, project, stack, docker };
      undo = async () => {
        await stack.destroy();
        await project.remove();
      };
      await stack.init(config);
      await stack.up();
      const outputs = await stack.outputs();
      const deployment = outputs.deployments[approach];
      assert(deployment, `the outputs have no deployment "${approach}"`);
      deployed = { ...partial, instance: outputs.instance, deployment };
    });

    let instance = "";
    let undo = async (): Promise<void> => Promise.resolve();

    describesOutputs(get);
    describesHello(get);
    describesHardening(get);
    describesIsolation(get);
    describesSupervision(get);
    describesStopping(get);
    describesBuilders(get);
    describesMending(get);
    describesChanges(get);
    describesCrashAtStart(get);

    after("destroy", async () => {
      await undo();
      assert.deepEqual(await objectsOf(await testEngine(), instance), [], "something with our labels is left");
    });
  });
}
