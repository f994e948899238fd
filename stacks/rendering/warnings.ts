import type { Service } from "../../services/contract.ts";

/** Warning for a service with replicas and volumes. */
export function sharedVolumes({ name, replicas, volumes }: Service): string[] {
  const written = volumes.filter(({ readOnly = false }) => !readOnly).map((volume) => volume.name);
  if (replicas === 1 || written.length === 0) return [];
  return [`${name}: its ${replicas} replicas write to the same ${counted("volume", written)}`];
}

/** Warning for a service with replicas that run in one container. */
export function sharedFolders({ name, replicas }: Service): string[] {
  if (replicas === 1) return [];
  return [`${name}: its ${replicas} replicas have the same files and folders; their variable REPLICA tells them apart`];
}

function counted(noun: string, names: readonly string[]): string {
  return `${noun}${names.length === 1 ? "" : "s"} ${names.join(", ")}`;
}

/** Warning for a service whose dependencies are waited for at a deployment, but not when the host or its daemon starts again. */
export function unorderedRestart({ name, dependsOn }: Service): string[] {
  const needs = Object.keys(dependsOn).join(" and ");
  if (needs === "") return [];
  return [
    `${name}: after a restart of the daemon or the host it starts together with ${needs}, and must retry until it answers`,
  ];
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

/** Warning for services with secrets, which are nowhere but in memory. */
export function forgotten(services: readonly Service[]): string[] {
  const having = services.filter(({ secrets = {} }) => Object.keys(secrets).length > 0).map(({ name }) => name);
  if (having.length === 0) return [];
  const names = having.join(", ");
  return [
    `after a restart of the host, the containers of ${names} stay down until npm run up: secrets are in memory alone`,
  ];
}
