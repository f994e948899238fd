import { join } from "node:path";
import type { FileSource, Workload } from "../../../services/contract.ts";
import { ownWorkloads } from "../../../services/own-workloads.ts";

/**
 * The first file that only the peer has, so that no other service changes with it.
 * @returns path relative to the workload's folder; undefined if there is none
 */
export function ownSourceOf({ services, roles }: Pick<Workload<FileSource>, "services" | "roles">): string | undefined {
  const sourcesOf = (peers: boolean) =>
    services.filter(({ name }) => (name === roles?.peer) === peers).flatMap(({ files }) => files);
  const others = new Set(sourcesOf(false).map(({ source }) => source));
  return sourcesOf(true).find(({ source }) => !others.has(source))?.source;
}

/** Path of that file in a checkout. @param workload its name @param project folder of the checkout */
export async function peersOwnSource(workload: string, project: string): Promise<string | undefined> {
  const folder = ownWorkloads(project);
  const source = ownSourceOf((await folder.load(workload)).workload);
  return source === undefined ? undefined : join(folder.path, workload, source);
}
