import { existsSync, readdirSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { UserError } from "../errors/user-error.ts";
import type { Config, ConfigSource, FileSource, Workload } from "./contract.ts";
import { defineWorkload } from "./define.ts";

type WorkloadModule = { readonly workload: Workload<FileSource> };

/** Where workloads are. */
export interface WorkloadFolder {
  /** Path of the folder whose subfolders are workloads. */
  readonly path: string;
  /** Loads a workload's module. The import's path is a pattern that the compiler expands, so that workloads need no registration. */
  readonly load: (name: string) => Promise<WorkloadModule>;
}

/** @param project folder of the project */
export function ownWorkloads(project: string): WorkloadFolder {
  return {
    path: join(project, "services"),
    load: (name) => import(`./${name}/workload.ts`) as Promise<WorkloadModule>,
  };
}

/** Names of the workloads, in alphabetical order: each is a folder with a workload.ts. */
export function workloadNames({ path }: WorkloadFolder): readonly string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(path, entry.name, "workload.ts")))
    .map((entry) => entry.name)
    .sort();
}

/**
 * Loads a workload and the contents of its files.
 * @throws UserError for an unknown workload, with the known ones, or for a wrong definition
 */
export async function loadWorkload(name: string, folder: WorkloadFolder): Promise<Workload> {
  const names = workloadNames(folder);
  if (!names.includes(name)) {
    throw new UserError({
      found: `There is no workload "${name}".`,
      allowed: names.join(", "),
      remedy: "pulumi config set workload NAME, or add the folder services/NAME",
    });
  }
  const { workload } = await folder.load(name);
  return withContents(defineWorkload(workload), join(folder.path, name));
}

async function withContents(workload: Workload<FileSource>, folder: string): Promise<Workload> {
  const services = workload.services.map(async (service) => {
    const files = service.files.map(async ({ source, path, mode }) => ({
      path,
      mode,
      content: await readFile(join(folder, source), "utf8"),
    }));
    const { configs, ...others } = service;
    return {
      ...others,
      files: await Promise.all(files),
      ...(configs === undefined ? {} : { configs: await Promise.all(configs.map((one) => configFrom(one, folder))) }),
    };
  });
  return { ...workload, services: await Promise.all(services) };
}

/** Reads a file, or every file of a folder, in the order of their paths. */
async function configFrom({ source, path }: ConfigSource, folder: string): Promise<Config> {
  const root = join(folder, source);
  const read = async (file: string) => ({ path: relative(root, file), base64: await readFile(file, "base64") });
  if (!(await stat(root)).isDirectory()) return { path, files: [await read(root)] };
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return { path, files: await Promise.all(files.sort().map(read)) };
}
