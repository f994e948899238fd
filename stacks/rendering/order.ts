import type { Service } from "../../services/contract.ts";

/**
 * Services in the order of their start, in groups: those of a group need only services of the groups before it. Stopping goes the other
 * way round. Workloads have no circles: `defineWorkload` refuses them.
 */
export function startGroups(services: readonly Service[]): readonly (readonly Service[])[] {
  const depths = services.map((service) => ({ service, depth: depthOf(service, services) }));
  const deepest = Math.max(0, ...depths.map(({ depth }) => depth));
  return Array.from({ length: deepest }, (_, index) =>
    depths.filter(({ depth }) => depth === index + 1).map(({ service }) => service),
  );
}

/** How long the groups take one after another, where each takes as long as its slowest service. @returns the unit of `of` */
export function inTurn(services: readonly Service[], of: (service: Service) => number): number {
  return startGroups(services).reduce((sum, group) => sum + Math.max(...group.map(of)), 0);
}

/** 1 for a service that needs no other. */
function depthOf({ dependsOn }: Service, services: readonly Service[]): number {
  const needed = services.filter(({ name }) => dependsOn.includes(name));
  return 1 + Math.max(0, ...needed.map((service) => depthOf(service, services)));
}
