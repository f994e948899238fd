import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { variablesIn } from "./environment.ts";
import { ComposeFault } from "./fault.ts";
import { from, isFile, readable } from "./files.ts";
import type { Lookup } from "./template.ts";
import {
  get,
  kindOf,
  map,
  plain,
  textOf,
  withKey,
  withoutKeys,
  type Entry,
  type MapTree,
  type Place,
  type Tree,
} from "./tree.ts";

/** A file that another includes, with the files that go over it. */
export interface Included {
  readonly files: readonly string[];
  /** The folder that paths in them count from. */
  readonly folder: string;
  readonly lookup: Lookup;
  readonly at: Place;
}

/** Reads them like a project of their own. */
export type ReadIncluded = (included: Included) => Promise<MapTree>;

const sections = ["services", "volumes", "networks", "secrets", "configs", "models"];

/**
 * A file with what it includes.
 * @param folder that paths in it count from
 * @throws ComposeFault for a name that both have, with another value
 */
export async function withIncluded(
  tree: MapTree,
  folder: string,
  lookup: Lookup,
  read: ReadIncluded,
): Promise<MapTree> {
  const list = get(tree, "include");
  if (list === undefined) return tree;
  if (list.kind !== "list") throw new ComposeFault(list.at, `include is ${kindOf(list)}`, "a list of files");
  let result = withoutKeys(tree, "include");
  for (const one of list.items) {
    const model = await read(await included(one, folder, lookup));
    for (const section of sections) result = joined(result, get(model, section), section);
  }
  return result;
}

async function included(tree: Tree, folder: string, lookup: Lookup): Promise<Included> {
  const files = texts(get(tree, "path"), tree).map((path) => from(folder, path));
  const [first] = files;
  if (first === undefined) throw new ComposeFault(tree.at, "include names no file", "path: a file, or a list of them");
  const chosen = textOf(get(tree, "project_directory"));
  const home = chosen === undefined ? dirname(first) : from(folder, chosen);
  const named = texts(get(tree, "env_file"), tree, []).map((path) => from(folder, path));
  const usual = from(home, ".env");
  const envFiles = named.length > 0 ? named : (await isFile(usual)) ? [usual] : [];
  const variables = new Map<string, string>();
  for (const file of envFiles) {
    for (const [name, value] of await variablesIn(file, tree.at, lookup)) variables.set(name, value);
  }
  return { files, folder: home, lookup: (name) => lookup(name) ?? variables.get(name), at: tree.at };
}

function texts(tree: Tree | undefined, within: Tree, otherwise?: readonly string[]): readonly string[] {
  if (tree === undefined && otherwise !== undefined) return otherwise;
  const items = tree?.kind === "list" ? tree.items : tree === undefined ? [] : [tree];
  return items.map((one) => {
    const text = textOf(one);
    if (text === undefined)
      throw new ComposeFault(
        one.at,
        `include has ${kindOf(one)}`,
        "a path",
        `name a file at ${readable(within.at.file)}`,
      );
    return text;
  });
}

function joined(tree: MapTree, section: Tree | undefined, name: string): MapTree {
  if (section?.kind !== "map") return tree;
  const own = get(tree, name);
  const entries = new Map<string, Entry>(own?.kind === "map" ? own.entries : []);
  for (const [key, entry] of section.entries) {
    const before = entries.get(key);
    if (before !== undefined && !isDeepStrictEqual(plain(before.value), plain(entry.value))) {
      const where = `${readable(entry.key.file)}:${entry.key.line}`;
      throw new ComposeFault(
        before.key,
        `${name}.${key} stands here and in ${where}, which is included`,
        "one of them, or the same in both",
      );
    }
    entries.set(key, entry);
  }
  return withKey(tree, name, map(entries, section.at));
}
