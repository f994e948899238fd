import assert from "node:assert/strict";
import { ownTests, type Deployed, type Describes } from "../support/deployed.ts";
import { deploymentOf } from "../support/deployment.ts";
import { paced } from "../support/pace.ts";
import { copyProject } from "../support/project.ts";
import { definitionOf } from "../support/roles.ts";
import { secretFoldersOf } from "../support/secret-folders.ts";
import { TestStack } from "../support/stack.ts";
import { allSystems, objectsOn, removeData, systemsFor } from "../support/systems.ts";
import { underTest, type Group } from "../support/under-test.ts";
import { describesChanges } from "./changes.ts";
import { describesCompletion } from "./completion.ts";
import { describesConfigs } from "./configs.ts";
import { describesCrashAtStart } from "./crash.ts";
import { describesDefinition } from "./definition.ts";
import { describesBuilders } from "./docker-only/builders.ts";
import { describesFiles } from "./files.ts";
import { describesHardening } from "./hardening.ts";
import { describesIsolation } from "./isolation.ts";
import { describesMending } from "./mending.ts";
import { describesOutputs } from "./outputs.ts";
import { describesReplicas } from "./replicas.ts";
import { describesSecrets } from "./secrets.ts";
import { describesStopping } from "./stopping.ts";
import { describesSupervision } from "./supervision.ts";
import { describesUnhealthy } from "./unhealthy.ts";
import { describesVolumes } from "./volumes.ts";

const { approach, workload: name, config, groups } = underTest();
const own = await ownTests(name);

const tests: Readonly<Record<Group, Describes | undefined>> = {
  outputs: describesOutputs,
  own,
  definition: describesDefinition,
  files: describesFiles,
  hardening: describesHardening,
  isolation: describesIsolation,
  supervision: describesSupervision,
  completion: describesCompletion,
  unhealthy: describesUnhealthy,
  stopping: describesStopping,
  secrets: describesSecrets,
  configs: describesConfigs,
  replicas: describesReplicas,
  builders: describesBuilders,
  mending: describesMending,
  changes: describesChanges,
  volumes: describesVolumes,
  crash: describesCrashAtStart,
};

describe(`${approach} / ${name}`, function () {
  this.timeout(paced(180_000));
  let deployed: Deployed | undefined;
  const get = (): Deployed => {
    if (deployed === undefined) throw new Error("the deployment failed");
    return deployed;
  };

  before("deploy", async function () {
    // Large packages, such as a database's, are fetched first.
    this.timeout(paced(600_000));
    const project = await copyProject(approach);
    instance = project.instance;
    const stack = new TestStack(project, approach);
    const { system, systems, local } = await systemsFor(approach);
    // Assigned before deploying, so that leftovers of a failed deployment are removed too.
    undo = async () => {
      await stack.destroy();
      await removeData(systems, project.instance);
      await project.remove();
    };
    await stack.init({ ...config, ...(local ? {} : { publishAddress: "0.0.0.0" }), workload: name });
    await stack.up();
    const outputs = await stack.outputs();
    const deployment = deploymentOf(outputs, approach);
    const workload = await definitionOf(name);
    deployed = { approach, workload, project, stack, system, systems, local, instance: outputs.instance, deployment };
  });

  let instance = "";
  let undo = async (): Promise<void> => Promise.resolve();

  for (const group of groups) tests[group]?.(get);

  after("destroy", async () => {
    await undo();
    assert.deepEqual(await objectsOn(await allSystems(), instance), [], "objects with our labels are left");
    assert.deepEqual(await secretFoldersOf(instance), [], "secrets are left in memory");
  });
});
