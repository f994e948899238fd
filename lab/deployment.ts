import type { Verb } from "../stacks/contract.ts";
import { controlArgv as argvOf } from "../stacks/control/command.ts";
import type { DeploymentOutput } from "../stacks/outputs.ts";

/** A deployment as the stack's outputs describe it. The functions below are all that the lab reads of them. */
export type Deployment = DeploymentOutput;

/** Where the entry is published, as `host:port`. */
export function entryAddress({ entry }: Pick<Deployment, "entry">): string {
  return new URL(entry.url).host;
}

/** Names of the services. */
export function servicesOf({ services }: Deployment): readonly string[] {
  return Object.keys(services);
}

/** Names of all containers, in the order in which they can be started. */
export function containersOf({ containers }: Pick<Deployment, "containers">): readonly string[] {
  const joining = Object.keys(containers).filter((name) => containers[name]?.joins !== undefined);
  return [...Object.keys(containers).filter((name) => !joining.includes(name)), ...joining];
}

/** Name of the container that a service's first replica runs in. @throws where there is no such service */
export function containerOf(deployment: Pick<Deployment, "services">, service: string): string {
  return replicaOf(deployment, service).container;
}

function replicaOf({ services }: Pick<Deployment, "services">, service: string) {
  const [replica] = services[service]?.replicas ?? [];
  if (replica === undefined) throw new Error(`there is no service "${service}"`);
  return replica;
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
 * The command that asks something of a service; it runs in the project's folder.
 * @param suffix behind the names of containers, for clones. @default none: the subject's own containers
 * @throws where there is no such service
 */
export function controlArgv(deployment: Deployment, service: string, verb: Verb, suffix = ""): [string, ...string[]] {
  const { container, control } = replicaOf(deployment, service);
  const words = control.split(" ").map((word) => (word === container ? `${container}${suffix}` : word));
  return [...argvOf(words.join(" "), verb)];
}
