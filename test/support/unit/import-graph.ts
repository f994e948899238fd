import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path/posix";
import ts from "typescript";

/** File to the files that it imports, as paths from the project's folder. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

const skipped = new Set(["node_modules", ".git", ".state", "docs", "report", "reports", "results"]);

/** Texts of all sources below a folder, by path. */
export async function sourcesBelow(root: string, folder = "."): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !skipped.has(entry.name))
      for (const [below, text] of await sourcesBelow(root, path)) texts.set(below, text);
    if (entry.isFile() && /\.(ts|mts|mjs|cjs)$/.test(entry.name))
      texts.set(path, await readFile(join(root, path), "utf8"));
  }
  return texts;
}

/** Imports between the sources, also of types, and re-exports. Ignores files that are not among the sources. */
export function importGraph(sources: ReadonlyMap<string, string>): ImportGraph {
  return new Map(
    [...sources].map(([path, text]) => {
      const named = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
      const own = named.filter((name) => name.startsWith(".")).map((name) => join(dirname(path), name));
      return [path, [...new Set(own.filter((file) => sources.has(file)))]];
    }),
  );
}

/** Cycles: groups of files in which each reaches all others by imports. */
export function circlesIn(graph: ImportGraph): string[][] {
  const reached = new Map([...graph.keys()].map((file) => [file, reachedFrom(graph, file)]));
  const circles = new Map<string, string[]>();
  for (const [file, others] of reached) {
    const circle = [...others].filter((other) => reached.get(other)?.has(file) ?? false).sort();
    if (circle.includes(file)) circles.set(circle.join(), circle);
  }
  return [...circles.values()];
}

function reachedFrom(graph: ImportGraph, file: string): ReadonlySet<string> {
  const found = new Set(graph.get(file));
  for (const one of found) for (const next of graph.get(one) ?? []) found.add(next);
  return found;
}
