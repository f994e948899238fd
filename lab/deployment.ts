import type { DeploymentOutput } from "../stacks/outputs.ts";

/** A deployment as the stack's outputs describe it. The functions below are all that the lab reads of them. */
export type Deployment = DeploymentOutput;

/** Where the entry is published, as `host:port`. */
export function entryAddress({ url }: Pick<Deployment, "url">): string {
  return new URL(url).host;
}

/** Names of the services. */
export function servicesOf({ services }: Deployment): readonly string[] {
  return Object.keys(services);
}

/** Names of all containers, in the order in which they can be started. */
export function containersOf({ units }: Pick<Deployment, "units">): readonly string[] {
  return units;
}

/** Name of the container that a service runs in. @throws where there is no such service */
export function containerOf({ services }: Pick<Deployment, "services">, service: string): string {
  const unit = services[service]?.unit;
  if (unit === undefined) throw new Error(`there is no service "${service}"`);
  return unit;
}

/** Services that run in the same container as another one. */
export function sharersOf(deployment: Deployment, service: string): readonly string[] {
  const container = containerOf(deployment, service);
  return servicesOf(deployment).filter((other) => other !== service && containerOf(deployment, other) === container);
}

/** Image references, in the rendering's order. */
export function imagesOf({ images }: Deployment): readonly string[] {
  return images;
}

/** Whether the approach claims that each service's log can be read apart from the others'. */
export function separatesLogs({ traits }: Deployment): boolean {
  return traits.separatesLogs;
}

/**
 * The command that asks something of a service.
 * @param suffix behind the names of containers, for clones. @default none: the subject's own containers
 * @throws where there is no such service or verb
 */
export function controlArgv(deployment: Deployment, service: string, verb: string, suffix = ""): [string, ...string[]] {
  const container = containerOf(deployment, service);
  const verbs: Readonly<Record<string, readonly string[]>> = deployment.services[service]?.control ?? {};
  const [command, ...args] = (verbs[verb] ?? []).map((word) => (word === container ? `${container}${suffix}` : word));
  if (command === undefined) throw new Error(`the service "${service}" has no verb "${verb}"`);
  return [command, ...args];
}
