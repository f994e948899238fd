import type { Service } from "../../services/contract.ts";

/** Where a workload asks for replicas and the approach runs one. */
export function singleReplica({ name, replicas }: Service, what: string): string[] {
  return replicas > 1 ? [`${name}: one ${what} runs, though the workload asks for ${replicas}`] : [];
}

/** Where the approach does not wait for a service's dependencies. */
export function unordered({ name, dependsOn }: Service): string[] {
  const needs = dependsOn.join(" and ");
  return needs === "" ? [] : [`${name}: starts beside ${needs} and has to keep trying until it answers`];
}

/** Where services share the network that the entry is published from. */
export function opened(services: readonly Service[]): string[] {
  const closed = services.filter(({ egress }) => !egress).map(({ name }) => name);
  return closed.length > 0 ? [`${closed.join(", ")}: can reach the outside, since the published port needs it`] : [];
}
