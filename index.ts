import * as pulumi from "@pulumi/pulumi";
import { connectedClient } from "./docker/client.ts";
import { loadWorkload, ownWorkloads } from "./services/load.ts";
import { approachesNamed } from "./stacks/approaches.ts";
import { preferredBaseImages } from "./stacks/base-images.ts";
import { readConfig } from "./stacks/config.ts";
import { Deployment, outputsByApproach } from "./stacks/engine/deployment.ts";
import { networkWatch } from "./stacks/engine/network-watch.ts";
import { planStack } from "./stacks/engine/plan-stack.ts";
import { runProgram } from "./stacks/engine/program.ts";
import { dockerProvider } from "./stacks/engine/provider.ts";
import { backendAddress, instanceOf } from "./stacks/instance.ts";
import { schemaVersion as outputsVersion } from "./stacks/outputs.ts";
import { baseImageName } from "./toolchain/base-image/recipe.ts";

/** Pulumi runs programs in the project's folder. */
const project = process.cwd();

export const schemaVersion = outputsVersion;
export const instance = instanceOf(backendAddress(project));

const docker = await connectedClient();
const plans = await runProgram(async () => {
  const config = readConfig();
  const approaches = approachesNamed(config.approaches, config.approachesFrom);
  const workload = await loadWorkload(config.workload, ownWorkloads(project));
  const baseImages = [...preferredBaseImages, baseImageName()];
  const contextFolder = ".state/contexts";
  const stack = pulumi.getStack();
  return planStack({ instance, stack, config, approaches, workload, docker, baseImages, contextFolder });
});

const provider = dockerProvider(docker.endpoint);
const deployed = plans.map((plan) => new Deployment(plan, networkWatch(docker), { providers: [provider] }));

export const deployments = outputsByApproach(deployed);
/** Only a stack of one approach has one address to give. */
export const url = plans.length === 1 ? deployed[0]?.output.url : undefined;
