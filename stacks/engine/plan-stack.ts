import type { DockerClient } from "../../docker/client.ts";
import type { Workload } from "../../services/contract.ts";
import type { StackConfig } from "../config.ts";
import type { Approach, Scope, Settings } from "../contract.ts";
import { findBaseImage } from "./base-image.ts";
import { choosePort } from "./choose-port.ts";
import { writeContext } from "./context-folder.ts";
import { hostFacts, lookAtEngine, type EngineLook } from "./look.ts";
import { planDeployment, type DeploymentPlan } from "./plan.ts";
import { checkDisk, checkNames, checkRequirements } from "./preflight.ts";

export interface StackRequest {
  readonly instance: string;
  readonly stack: string;
  readonly config: StackConfig;
  readonly approaches: readonly Approach[];
  readonly workload: Workload;
  readonly docker: DockerClient;
  /** Base images to look for, best first, where the configuration names none. */
  readonly baseImages: readonly string[];
  /** Where build contexts are written, relative to the project. */
  readonly contextFolder: string;
}

/**
 * Decides everything and checks everything that can be checked, so that what is wrong is said before the first resource exists.
 * @throws UserError for whatever the user can mend
 */
export async function planStack(request: StackRequest): Promise<DeploymentPlan[]> {
  const { config, approaches, docker } = request;
  checkRequirements(approaches, config, request.stack);
  const readsHost = approaches.some((approach) => approach.readsHost);
  const [look, host] = await Promise.all([lookAtEngine(docker), readsHost ? hostFacts(docker) : undefined]);
  const baseImage = await findBaseImage(docker, config.baseImage, request.baseImages, look.images);
  const settingsFor = (approach: Approach, port: number): Settings => ({
    scope: scopeOf(request, approach),
    baseImage: baseImage.name,
    docker: docker.argv,
    publish: { address: config.publishAddress, port },
    ...(approach.readsHost && host !== undefined ? { host } : {}),
  });
  const ports = await choosePorts(request, settingsFor, look);
  const plans = approaches.map((approach, index) => {
    const settings = settingsFor(approach, ports[index] ?? 0);
    return planDeployment(approach, request.workload, settings, baseImage, request.contextFolder);
  });
  for (const plan of plans) checkNames(plan.rendering, plan.scope, look);
  await checkDisk(missingImages(plans, look), docker);
  await writeContexts(plans);
  return plans;
}

function scopeOf({ instance, stack, workload }: StackRequest, approach: Approach): Scope {
  return { instance, stack, approach: approach.name, workload: workload.name };
}

async function choosePorts(
  request: StackRequest,
  settingsFor: (approach: Approach, port: number) => Settings,
  look: EngineLook,
): Promise<readonly number[]> {
  const { config, docker } = request;
  const reserved = new Set<number>();
  for (const [index, approach] of request.approaches.entries()) {
    const fixed = config.port === undefined ? undefined : config.port + index;
    const scope = scopeOf(request, approach);
    const address = config.publishAddress;
    // Rendering is pure and cheap, and names do not depend on the port: once with any port tells which container is to publish it.
    const { units } = approach.render(request.workload, settingsFor(approach, 0));
    const unit = units.find(({ ports: [port] }) => port !== undefined)?.fullName ?? "";
    reserved.add(await choosePort({ scope, unit, address, fixed, reserved }, look.containers, docker));
  }
  return [...reserved];
}

function missingImages(plans: readonly DeploymentPlan[], look: EngineLook): readonly string[] {
  const references = plans.flatMap(({ images }) => images.map(({ reference }) => reference));
  return references.filter((reference) => !look.images.has(reference));
}

async function writeContexts(plans: readonly DeploymentPlan[]): Promise<void> {
  for (const { images, packageLayers } of plans) {
    for (const { context, files } of [...images, ...packageLayers]) await writeContext(context, files);
  }
}
