import type { Scope } from "../contract.ts";
import type { ContainerLook, NetworkLook } from "../systems/contract.ts";

/** Ports for deployments that configure none: above most registered ports, below the range for outgoing connections. */
export const portRange = { first: 20_000, count: 10_000 };

/** A deployment's first candidate: the same at each `up`, and different from that of most other deployments. */
export function preferredPort(scope: Scope): number {
  let hash = 0;
  for (const char of `${scope.instance}/${scope.stack}/${scope.approach}`)
    hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return portRange.first + (hash % portRange.count);
}

/**
 * The deployment's own publishing container, if it exists.
 * @param name of the container that will publish the port. One of an earlier workload, with another name, does not count: it is removed
 * only after the new containers run
 */
export function ownPublisher(
  scope: Scope,
  name: string,
  containers: readonly ContainerLook[],
): ContainerLook | undefined {
  return containers.find(
    (container) => isOurs(scope, container) && container.name === name && container.entryPort !== undefined,
  );
}

/** Whether an object carries the deployment's owner labels. */
export function isOurs(scope: Scope, { instance, stack, approach }: NetworkLook): boolean {
  return instance === scope.instance && stack === scope.stack && approach === scope.approach;
}

/** Ports that containers publish on their host, with the container's name. */
export function publishedPorts(containers: readonly ContainerLook[]): ReadonlyMap<number, string> {
  return new Map(containers.flatMap(({ name, hostPorts }) => hostPorts.map((port) => [port, name] as const)));
}

/**
 * The first free port from the preferred one on; continues at the start of the range.
 * @returns undefined if none is free
 */
export async function firstFreePort(
  preferred: number,
  isFree: (port: number) => Promise<boolean>,
): Promise<number | undefined> {
  for (let step = 0; step < portRange.count; step += 1) {
    const port = portRange.first + ((preferred - portRange.first + step) % portRange.count);
    if (await isFree(port)) return port;
  }
  return undefined;
}
