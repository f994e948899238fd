import * as pulumi from "@pulumi/pulumi";
import { approachesNamed, approaches as registered } from "./stacks/approaches.ts";
import { preferredBaseImages } from "./stacks/base-images.ts";
import { contextsFolder } from "./stacks/build-log.ts";
import { readConfig } from "./stacks/config.ts";
import { deployAll, outputsByApproach } from "./stacks/deployment.ts";
import { instanceOf } from "./stacks/instance.ts";
import { schemaVersion as outputsVersion } from "./stacks/outputs.ts";
import { placesOf } from "./stacks/places.ts";
import { planStack } from "./stacks/plan/stack.ts";
import { runProgram } from "./stacks/program.ts";
import { secretValues } from "./stacks/secret-values.ts";
import { openSystems } from "./stacks/systems.ts";
import { asSecrets, configuredWorkload } from "./stacks/workload.ts";
import { backendAddress } from "./toolchain/backend-address.ts";
import { baseImageName } from "./toolchain/base-image/recipe.ts";
import { compiledWorkloads } from "./toolchain/program/compile.mjs";

/** Pulumi runs programs in the project's folder. */
const project = process.cwd();

export const schemaVersion = outputsVersion;
export const instance = instanceOf(backendAddress(project));

const { plans, places, secrets } = await runProgram(async () => {
  const config = readConfig();
  const approaches = approachesNamed(config.approaches, config.approachesFrom);
  const { of: systemOf } = await openSystems();
  const [first] = approaches;
  if (first === undefined) throw new Error("a stack has approaches");
  const stack = pulumi.getStack();
  const places = { folder: compiledWorkloads(project), from: project, env: process.env };
  const { workload, variables } = await configuredWorkload(config, { instance, stack }, systemOf(first), places);
  const baseImages = [...preferredBaseImages, baseImageName()];
  const known = Object.values(registered);
  const request = { instance, stack, config, approaches, known, workload, systemOf, baseImages };
  const [plans, on] = await Promise.all([
    planStack({ ...request, contextFolder: contextsFolder }),
    placesOf(approaches.map(systemOf)),
  ]);
  // Last: generated secrets are resources.
  return { plans, places: on, secrets: { ...secretValues(workload, config.secrets), ...asSecrets({ variables }) } };
});

const deployed = await deployAll(plans, secrets);

export const deployments = outputsByApproach(deployed);
/** Of the systems that the deployments are on. */
export const systems = places;
/** Undefined for a stack of several approaches. */
export const url = deployed.length === 1 ? deployed[0]?.output.entry.url : undefined;
