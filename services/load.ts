import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../errors/user-error.ts";
import type { Config, ConfigSource, FileContent, FileSource, Workload } from "./contract.ts";
import { defineWorkload, failure } from "./define.ts";
import { sourcesIn, type Sources } from "./sources.ts";

export type WorkloadModule = { readonly workload: Workload<FileSource> };

/** Where workloads are. */
export interface WorkloadFolder {
  /** Path of the folder whose subfolders are workloads. */
  readonly path: string;
  /** Loads a workload's module, which may be anything. */
  readonly load: (name: string) => Promise<WorkloadModule>;
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
      remedy: "./pulumiw config set workload NAME, or add the folder services/NAME",
    });
  }
  const loaded = defineWorkload(await definitionFrom(name, folder), name);
  return withContents(loaded, folder.path);
}

/** The module's definition, which may be anything. */
async function definitionFrom(name: string, folder: WorkloadFolder): Promise<Workload<FileSource>> {
  const file = `services/${name}/workload.ts`;
  let module: Partial<WorkloadModule>;
  try {
    module = await folder.load(name);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new UserError({
      found: `${file} could not be loaded: ${reason}`,
      allowed: "a module that exports its definition as `workload`, and can be loaded without anything else",
      remedy: `change ${file}`,
    });
  }
  const { workload } = module;
  if (workload !== undefined) return workload;
  const exported = Object.keys(module).join(", ");
  throw new UserError({
    found: `${file} exports no \`workload\`${exported === "" ? "" : `, but ${exported}`}.`,
    allowed: "export const workload: Workload<FileSource> = { ... }",
    remedy: `change ${file}`,
  });
}

/** @param all folder of the workloads */
async function withContents(workload: Workload<FileSource>, all: string): Promise<Workload> {
  const services = workload.services.map(async (service) => {
    const sources = sourcesIn(join(all, workload.name), all, failure(`${workload.name}/${service.name}`));
    const files = service.files.map(async ({ source, path, mode }) => ({
      ...{ path, mode },
      content: contentOf(await sources.file(source)),
    }));
    const { configs, ...others } = service;
    return {
      ...others,
      files: await Promise.all(files),
      ...(configs === undefined ? {} : { configs: await Promise.all(configs.map((one) => configFrom(one, sources))) }),
    };
  });
  return { ...workload, services: await Promise.all(services) };
}

function contentOf(bytes: Buffer): FileContent {
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes) ? text : { base64: bytes.toString("base64") };
}

/** Reads a file, or every file of a folder, in the order of their paths. */
async function configFrom({ source, path }: ConfigSource, sources: Sources): Promise<Config> {
  const paths = await sources.filesOf(source);
  const read = async (file: string) => ({
    path: file,
    base64: (await sources.file(join(source, file))).toString("base64"),
  });
  return { path, files: await Promise.all(paths.map(read)) };
}
