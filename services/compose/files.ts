import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { decoded } from "./decode.ts";
import { ComposeFault } from "./fault.ts";
import { parsed } from "./parse.ts";
import type { MapTree, Place } from "./tree.ts";

/** Names that Compose looks for in a folder, in this order, each with the file that goes over it. */
const usual = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
const over = [
  "compose.override.yml",
  "compose.override.yaml",
  "docker-compose.override.yml",
  "docker-compose.override.yaml",
];

/** A path in a file, from the folder that it counts from. `~` is the user's home. */
export function from(folder: string, path: string): string {
  const expanded = path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(1)) : path;
  return isAbsolute(expanded) ? expanded : resolve(folder, expanded);
}

/** A path as people read it: from the folder that they are in. */
export function readable(path: string): string {
  const short = relative(process.cwd(), path);
  return short === "" || short.startsWith("..") ? path : short;
}

/**
 * The files of a folder that Compose would read.
 * @returns none if it has none
 */
export async function usualFiles(folder: string): Promise<readonly string[]> {
  const main = await firstOf(folder, usual);
  if (main === undefined) return [];
  const second = await firstOf(folder, over);
  return second === undefined ? [main] : [main, second];
}

async function firstOf(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const path = join(folder, name);
    if (await isFile(path)) return path;
  }
  return undefined;
}

/** A FIFO would be waited for, and a folder cannot be read. */
export async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false;
}

/**
 * Text of a file that another names.
 * @param at where it is named
 * @throws ComposeFault if it is no file that can be read
 */
export async function textOfFile(path: string, at: Place): Promise<string> {
  if (!(await isFile(path)))
    throw new ComposeFault(at, `there is no file ${readable(path)}`, "a file that can be read");
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ComposeFault(at, `the file ${readable(path)} cannot be read: ${why}`, "a file that can be read");
  }
  return decoded(bytes, readable(path));
}

/** The documents of a Compose file. @param at where it is named */
export async function documentsOf(path: string, at: Place): Promise<readonly MapTree[]> {
  return parsed(await textOfFile(path, at), readable(path));
}

export function folderOf(file: string): string {
  return dirname(resolve(file));
}
