import { EnvFileProblem, readEnvFile, readRawEnvFile } from "./env-file.ts";
import { ComposeFault } from "./fault.ts";
import { isFile, readable, textOfFile } from "./files.ts";
import type { Lookup } from "./template.ts";
import {
  get,
  isNull,
  map,
  mapValues,
  scalar,
  stringOf,
  textOf,
  withKey,
  withoutKeys,
  type Entry,
  type MapTree,
  type Place,
  type Tree,
} from "./tree.ts";

/** Variables of a file. @param at where it is named @throws ComposeFault */
export async function variablesIn(
  file: string,
  at: Place,
  around: Lookup,
  format?: string,
): Promise<ReadonlyMap<string, string>> {
  const text = await textOfFile(file, at);
  try {
    return format === "raw" ? readRawEnvFile(text, around) : readEnvFile(text, around);
  } catch (error) {
    if (!(error instanceof EnvFileProblem)) throw error;
    throw new ComposeFault({ file: readable(file), line: error.line, column: 1 }, error.message, error.allowed);
  }
}

/** Values of variables that are named without one, as far as there are some: of services, and of their builds. */
export function withValues(tree: MapTree, lookup: Lookup): MapTree {
  const filled = (given: Tree | undefined) =>
    given?.kind === "map"
      ? mapValues(given, (value, name, at) => {
          const found = isNull(value) ? lookup(name) : undefined;
          return found === undefined ? value : scalar(found, at);
        })
      : given;
  return changed(tree, {
    services: (service) => {
      const environment = filled(get(service, "environment"));
      const own = environment === undefined ? service : withKey(service, "environment", environment);
      const build = get(service, "build");
      const args = filled(get(build, "args"));
      if (build?.kind !== "map" || args?.kind !== "map") return own;
      // A build has no argument without a value.
      return withKey(
        own,
        "build",
        withKey(
          build,
          "args",
          mapValues(args, (value) => (isNull(value) ? undefined : value)),
        ),
      );
    },
  });
}

/** @param changes by section; a value of a section that is no mapping stays */
function changed(tree: MapTree, changes: Readonly<Record<string, (value: MapTree) => MapTree>>): MapTree {
  return mapValues(tree, (section, name) => {
    const change = changes[name];
    if (change === undefined || section.kind !== "map") return section;
    return mapValues(section, (value) => (value.kind === "map" ? change(value) : value));
  });
}

/**
 * A service with the variables of its files in its `environment`, whose own win. A variable that has no value anywhere stays without one.
 * @param lookup variables of the project
 */
export async function withEnvFiles(service: MapTree, lookup: Lookup): Promise<MapTree> {
  const files = get(service, "env_file");
  const own = get(service, "environment");
  if (files?.kind !== "list") return service;
  const found = new Map<string, Entry>();
  const around: Lookup = (name) => lookup(name) ?? textOf(get(own, name)) ?? textOf(found.get(name)?.value);
  for (const file of files.items) {
    for (const [name, value] of await variablesOf(file, around)) {
      found.set(name, { key: file.at, value: scalar(value, file.at) });
    }
  }
  if (own?.kind === "map") for (const [name, entry] of own.entries) found.set(name, entry);
  return withKey(withoutKeys(service, "env_file"), "environment", map(found, own?.at ?? files.at));
}

/** Variables of an item of `env_file`. A file that is not required may be missing. */
async function variablesOf(file: Tree, around: Lookup): Promise<ReadonlyMap<string, string>> {
  const path = textOf(get(file, "path")) ?? "";
  const required = get(file, "required");
  const isOptional = required?.kind === "scalar" && required.value === false;
  if (isOptional && !(await isFile(path))) return new Map();
  return variablesIn(path, file.at, around, textOf(get(file, "format")));
}

/** The same for the labels of files. */
export async function withLabelFiles(service: MapTree, lookup: Lookup): Promise<MapTree> {
  const files = get(service, "label_file");
  if (files?.kind !== "list") return service;
  const labels = new Map<string, Entry>();
  for (const file of files.items) {
    for (const [name, value] of await variablesIn(stringOf(file), file.at, lookup)) {
      labels.set(name, { key: file.at, value: scalar(value, file.at) });
    }
  }
  const own = get(service, "labels");
  if (own?.kind === "map") for (const [name, entry] of own.entries) labels.set(name, entry);
  return withKey(withoutKeys(service, "label_file"), "labels", map(labels, files.at));
}
