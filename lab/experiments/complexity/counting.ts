import { readdir, readFile } from "node:fs/promises";
import { basename, extname, join, relative } from "node:path";
import { ownFolder } from "../../../stacks/supervisors/paths.ts";

/** A rendered file; content as UTF-8. */
export interface Rendered {
  /** Relative to the folder of build contexts. */
  readonly path: string;
  readonly content: string;
}

/** Files below a folder, without those of the services. @param own paths in the image of the services' files */
export async function renderedFiles(folder: string, own: readonly string[]): Promise<Rendered[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = paths.sort().filter((path) => !own.some((one) => path.endsWith(`/rootfs${one}`)));
  return Promise.all(
    files.map(async (path) => ({ path: relative(folder, path), content: await readFile(path, "utf8") })),
  );
}

/**
 * Whether a file is a program of this project: a script directly in its own folder in the image, or one level below. Deeper are the folders
 * that a supervisor's format asks for. Everything else is configuration, which users of these tools write too.
 */
export function isOwnProgram({ path, content }: Rendered): boolean {
  const [, below] = path.split(`/rootfs${ownFolder}/`);
  return below !== undefined && below.split("/").length <= 2 && content.startsWith("#!");
}

/** Number of lines, with a last one that has no line end. */
export function lineCount(content: string): number {
  const ended = content === "" || content.endsWith("\n") ? content : `${content}\n`;
  return ended.split("\n").length - 1;
}

/** What a reader has to know: the interpreter of a script, else the format by the file's name. */
export function kindOf({ path, content }: Rendered): string {
  const name = basename(path);
  if (name === "Dockerfile") return "Dockerfile";
  const [, interpreter] = /^#!\s*(?:\S*\/env\s+(?:-S\s+)?)?(\S+)/.exec(content) ?? [];
  if (interpreter !== undefined) return basename(interpreter).replace(/\d[\d.]*$/, "");
  return extname(name).slice(1) || "plain";
}

/** Instructions of a Dockerfile: continued lines count once, comments and empty lines do not count. */
export function stepCount(dockerfile: string): number {
  const joined = dockerfile.replace(/^\s*#.*\n/gm, "").replace(/\\\n/g, " ");
  return joined.split("\n").filter((line) => /^\s*[A-Za-z]+\s/.test(line)).length;
}
