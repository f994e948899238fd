import { resolve } from "node:path";
import type { FileSource, LogSigns, Service, Workload } from "../../services/contract.ts";
import { ownWorkloads } from "../../services/own-workloads.ts";

const own = ownWorkloads(resolve(import.meta.dirname, "../.."));

type Definition = Workload<FileSource>;
type ServiceDefinition = Service<FileSource>;

/** Why tests about a peer skip. */
export const noPeer = "the workload has no peer";

/** A workload's definition. */
export async function definitionOf(workload: string): Promise<Definition> {
  return (await own.load(workload)).workload;
}

/** A service's definition. */
export function serviceNamed({ name: workload, services }: Definition, name: string): ServiceDefinition {
  const service = services.find((one) => one.name === name);
  if (service === undefined) throw new Error(`the workload ${workload} has no service "${name}"`);
  return service;
}

/** The service that is published. */
export function entryOf(workload: Definition): ServiceDefinition {
  return serviceNamed(workload, workload.entry.service);
}

/** The workload's peer, if it has one. */
export function peerOf(workload: Definition): ServiceDefinition | undefined {
  const name = workload.roles?.peer;
  return name === undefined ? undefined : serviceNamed(workload, name);
}

/** Pattern of the line that a service logs at an event; undefined if its definition has none. */
export function signOf({ says }: ServiceDefinition, moment: keyof LogSigns): RegExp | undefined {
  const pattern = says?.[moment];
  return pattern === undefined ? undefined : new RegExp(pattern);
}

/** Services that run forever, and not to completion. */
export function longRunning({ services }: Definition): readonly ServiceDefinition[] {
  return services.filter(({ completes }) => completes === undefined);
}

/** A file that the service shares with no other. */
export function ownFileOf({ services }: Definition, service: ServiceDefinition): FileSource | undefined {
  const others = services.filter(({ name }) => name !== service.name).flatMap(({ files }) => files);
  return service.files.find(({ source }) => !others.some((other) => other.source === source));
}
