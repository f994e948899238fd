import type { Service } from "../../services/contract.ts";

/** Warning for a service with replicas, of which the approach runs one. @param what "container" or "process" */
export function singleReplica({ name, replicas }: Service, what: string): string[] {
  return replicas > 1 ? [`${name}: one ${what} runs, although the workload asks for ${replicas}`] : [];
}

/** Warning for a service whose dependencies the approach does not wait for. */
export function unordered({ name, dependsOn }: Service): string[] {
  const needs = Object.keys(dependsOn).join(" and ");
  return needs === "" ? [] : [`${name}: starts together with ${needs}, and must retry until it answers`];
}

/** Warning for services whose last end should end the deployment, where the approach lets the others run on. */
export function endsAlone(services: readonly Service[]): string[] {
  const essential = services.filter((service) => service.essential === true).map(({ name }) => name);
  return essential.length > 0 ? [`${essential.join(", ")}: the other services run on after its last end`] : [];
}

/** Warning for services without egress that share the network that the entry is published from. */
export function opened(services: readonly Service[]): string[] {
  const closed = services.filter(({ egress }) => !egress).map(({ name }) => name);
  return closed.length > 0 ? [`${closed.join(", ")}: egress is open, because the published port needs it`] : [];
}
