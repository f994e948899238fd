import * as pulumi from "@pulumi/pulumi";
import { loadWorkload, ownWorkloads } from "./services/load.ts";
import { approachesNamed, approaches as registered } from "./stacks/approaches.ts";
import { preferredBaseImages } from "./stacks/base-images.ts";
import { readConfig } from "./stacks/config.ts";
import { deployAll, outputsByApproach } from "./stacks/deployment.ts";
import { backendAddress, instanceOf } from "./stacks/instance.ts";
import { schemaVersion as outputsVersion } from "./stacks/outputs.ts";
import { planStack } from "./stacks/plan/stack.ts";
import { runProgram } from "./stacks/program.ts";
import { secretValues } from "./stacks/secret-values.ts";
import { openSystems } from "./stacks/systems.ts";
import { baseImageName } from "./toolchain/base-image/recipe.ts";

/** Pulumi runs programs in the project's folder. */
const project = process.cwd();

export const schemaVersion = outputsVersion;
export const instance = instanceOf(backendAddress(project));

const { plans, secrets } = await runProgram(async () => {
  const config = readConfig();
  const approaches = approachesNamed(config.approaches, config.approachesFrom);
  const workload = await loadWorkload(config.workload, ownWorkloads(project));
  const { of: systemOf } = await openSystems();
  const baseImages = [...preferredBaseImages, baseImageName()];
  const contextFolder = ".state/contexts";
  const stack = pulumi.getStack();
  const known = Object.values(registered);
  const request = { instance, stack, config, approaches, known, workload, systemOf, baseImages, contextFolder };
  // Last: generated secrets are resources.
  return { plans: await planStack(request), secrets: secretValues(workload, config.secrets) };
});

const deployed = await deployAll(plans, secrets);

export const deployments = outputsByApproach(deployed);
/** Undefined for a stack of several approaches. */
export const url = deployed.length === 1 ? deployed[0]?.output.entry.url : undefined;
