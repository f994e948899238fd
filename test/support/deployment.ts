import type { Traits } from "../../stacks/contract.ts";
import { startOrder, type DeploymentOutput, type StackOutputs } from "../../stacks/outputs.ts";

/*
 * What post-deploy tests read from a deployment's outputs. Only this module and control.ts know the schema of outputs.
 */

/** Deployments by approach. */
export function deploymentsIn({ deployments }: StackOutputs): Readonly<Record<string, DeploymentOutput>> {
  return deployments;
}

/** The deployment of an approach. */
export function deploymentOf(outputs: StackOutputs, approach: string): DeploymentOutput {
  const deployment = deploymentsIn(outputs)[approach];
  if (deployment === undefined) throw new Error(`the outputs have no deployment "${approach}"`);
  return deployment;
}

/** The URL of a stack with one approach; undefined for others. */
export function stackUrl({ url }: StackOutputs): string | undefined {
  return url;
}

/** Name of the workload. */
export function workloadOf({ workload }: DeploymentOutput): string {
  return workload;
}

/** Address of the workload's entry, such as `http://127.0.0.1:23456`. */
export function entryUrl({ entry }: DeploymentOutput): string {
  return entry.url;
}

/** Names of the services. */
export function servicesOf({ services }: DeploymentOutput): string[] {
  return Object.keys(services);
}

/** Name of the container that a service's first replica runs in. */
export function containerOf(deployment: DeploymentOutput, service: string): string {
  return outputOf(deployment, service).replicas[0]?.container ?? "";
}

/** Names of all containers, also without a service, in an order in which they can be started. */
export function containersOf({ containers }: DeploymentOutput): readonly string[] {
  return startOrder(containers);
}

/** Names of the containers that services run in, each once. */
export function containersWithServices(deployment: DeploymentOutput): string[] {
  return [...new Set(servicesOf(deployment).map((service) => containerOf(deployment, service)))];
}

/** Names of the containers that these services run in, each once. */
export function containersWith(deployment: DeploymentOutput, services: readonly { readonly name: string }[]): string[] {
  return [...new Set(services.map(({ name }) => containerOf(deployment, name)))];
}

/** Names of the services that run in a container. */
export function servicesIn(deployment: DeploymentOutput, container: string): string[] {
  return servicesOf(deployment).filter((service) => containerOf(deployment, service) === container);
}

/** Reference of the image that a service's container was made from. */
export function imageOf(deployment: DeploymentOutput, service: string): string {
  return outputOf(deployment, service).image;
}

/** References of all images. */
export function imagesOf({ images }: DeploymentOutput): readonly string[] {
  return images;
}

/** Names of the volumes, on the system. */
export function volumesOf({ volumes }: DeploymentOutput): readonly string[] {
  return volumes;
}

/** Names of the networks that a service's container is attached to. */
export function networksOf(deployment: DeploymentOutput, service: string): readonly string[] {
  return outputOf(deployment, service).networks;
}

/** The approach's traits. */
export function traitsOf({ traits }: DeploymentOutput): Traits {
  return traits;
}

/** A service's part of the outputs. */
function outputOf({ services }: DeploymentOutput, service: string): DeploymentOutput["services"][string] {
  const output = services[service];
  if (output === undefined) throw new Error(`the outputs have no service "${service}"`);
  return output;
}
