import type { Service } from "../../services/contract.ts";

/**
 * Services in the order of their start, in groups: the services of a group depend only on those of earlier groups. Stopping goes in
 * reverse. There are no cycles: `defineWorkload` refuses them.
 */
export function startGroups(services: readonly Service[]): readonly (readonly Service[])[] {
  const depths = services.map((service) => ({ service, depth: depthOf(service, services) }));
  const deepest = Math.max(0, ...depths.map(({ depth }) => depth));
  return Array.from({ length: deepest }, (_, index) =>
    depths.filter(({ depth }) => depth === index + 1).map(({ service }) => service),
  );
}

/** Services with each one after those that it depends on. */
export function inStartOrder(services: readonly Service[]): readonly Service[] {
  return startGroups(services).flat();
}

/** Time that the groups take one after another; each takes as long as its slowest service. @returns in the unit of `of` */
export function inTurn(services: readonly Service[], of: (service: Service) => number): number {
  return startGroups(services).reduce((sum, group) => sum + Math.max(...group.map(of)), 0);
}

/** 1 for a service that needs no other. */
function depthOf({ dependsOn }: Service, services: readonly Service[]): number {
  const needed = services.filter(({ name }) => name in dependsOn);
  return 1 + Math.max(0, ...needed.map((service) => depthOf(service, services)));
}
