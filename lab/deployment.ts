import type { Service } from "../services/contract.ts";
import { controlArgv as argvOf } from "../stacks/control/command.ts";
import { startOrder, type DeploymentOutput } from "../stacks/outputs.ts";
import type { ContainerVerb, Verb } from "../stacks/verbs.ts";

/** A deployment as the stack's outputs describe it. The lab reads outputs only through the functions below. */
export type Deployment = DeploymentOutput;

/** Address that the entry is published at, as `host:port`. */
export function entryAddress({ entry }: Pick<Deployment, "entry">): string {
  return new URL(entry.url).host;
}

/** Names of the services. */
export function servicesOf({ services }: Deployment): readonly string[] {
  return Object.keys(services);
}

/** Names of all containers, in an order in which they can be started: a container whose namespaces others join comes first. */
export function containersOf({ containers }: Pick<Deployment, "containers">): readonly string[] {
  return startOrder(containers);
}

/**
 * Names of all containers, in the order in which a tool starts them that knows what depends on what: a container whose namespaces others
 * join first, then each after those with the services that its own services depend on.
 */
export function containersInOrder(
  deployment: Pick<Deployment, "containers" | "services">,
  services: readonly Pick<Service, "name" | "dependsOn">[],
): readonly string[] {
  const order: string[] = [];
  const visit = (name: string) => {
    if (order.includes(name)) return;
    const service = services.find((one) => one.name === name);
    for (const needed of Object.keys(service?.dependsOn ?? {})) visit(needed);
    order.push(name);
  };
  for (const { name } of services) visit(name);
  const place = (container: string) =>
    order.findIndex((name) => deployment.services[name]?.replicas.some((replica) => replica.container === container));
  const placed = containersOf(deployment).map((name) => ({ name, joins: networkOf(deployment, name) !== name }));
  return placed
    .sort((a, b) => Number(a.joins) - Number(b.joins) || place(a.name) - place(b.name))
    .map(({ name }) => name);
}

/** Name of the container of a service's first replica. @throws if there is no such service */
export function containerOf(deployment: Pick<Deployment, "services">, service: string): string {
  return replicaOf(deployment, service).container;
}

/** The container whose network a container uses: its own, or that which it joins. It publishes the ports of both. */
export function networkOf({ containers }: Pick<Deployment, "containers">, container: string): string {
  return containers[container]?.joins ?? container;
}

function replicaOf({ services }: Pick<Deployment, "services">, service: string) {
  const [replica] = services[service]?.replicas ?? [];
  if (replica === undefined) throw new Error(`there is no service "${service}"`);
  return replica;
}

/** Other services in the same container. */
export function sharersOf(deployment: Deployment, service: string): readonly string[] {
  const container = containerOf(deployment, service);
  return servicesOf(deployment).filter((other) => other !== service && containerOf(deployment, other) === container);
}

/** Image references, in the rendering's order. */
export function imagesOf({ images }: Deployment): readonly string[] {
  return images;
}

/** Whether the approach claims that each service's log can be read separately. */
export function separatesLogs({ traits }: Deployment): boolean {
  return traits.separatesLogs;
}

/**
 * The control command for a service; it runs in the project's folder.
 * @param suffix of the containers' names, for clones. @default none: the subject's own containers
 * @throws if there is no such service
 */
export function controlArgv(deployment: Deployment, service: string, verb: Verb, suffix = ""): [string, ...string[]] {
  const { container, control } = replicaOf(deployment, service);
  const words = control.split(" ").map((word) => (word === container ? `${container}${suffix}` : word));
  return [...argvOf(words.join(" "), verb)];
}

/** The control command for a container; it runs in the project's folder. @throws if there is no such container */
export function containerArgv(
  { containers }: Pick<Deployment, "containers">,
  container: string,
  verb: ContainerVerb,
): [string, ...string[]] {
  const found = containers[container];
  if (found === undefined) throw new Error(`there is no container "${container}"`);
  return [...argvOf(found.control, verb)];
}
