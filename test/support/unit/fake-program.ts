import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";

/**
 * Writes a fake program: a shell script.
 * @returns its path
 */
export async function fakeProgram(folder: string, name: string, script: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

/** PATH with a folder in front. */
export function pathWith(folder: string): string {
  return `${folder}${delimiter}${process.env.PATH ?? ""}`;
}

/** Lines of a file that a fake program wrote; none if there is no file. */
export async function linesOf(path: string): Promise<string[]> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  });
  return text.split("\n").filter(Boolean);
}
