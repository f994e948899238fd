import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { ContextFile } from "../contract.ts";

/**
 * Makes a folder hold exactly these files. Writes only files that changed, so that builders and Pulumi see no change without one;
 * removes leftovers of an interrupted run.
 */
export async function writeContext(folder: string, files: readonly ContextFile[]): Promise<void> {
  const folders = foldersOf(files);
  await makeFolder(folder);
  const paths = files.map(({ path }) => path);
  const present = await readdir(folder, { recursive: true, withFileTypes: true });
  const stale = present
    .map((entry) => ({ entry, path: relative(folder, join(entry.parentPath, entry.name)) }))
    .filter(
      ({ entry, path }) => !(entry.isDirectory() ? folders.includes(path) : entry.isFile() && paths.includes(path)),
    )
    .map(({ path }) => path);
  await Promise.all(stale.map((path) => rm(join(folder, path), { recursive: true, force: true })));
  for (const path of folders) await makeFolder(join(folder, path));
  await Promise.all(files.map((file) => writeIfChanged(join(folder, file.path), file)));
}

/** Every folder above the files, parents first. */
function foldersOf(files: readonly ContextFile[]): readonly string[] {
  const folders = new Set<string>();
  for (const { path } of files) {
    for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) folders.add(folder);
  }
  return [...folders].sort();
}

/** The folder's mode goes into the image: with a strict umask, the service's user could not read its files there. */
async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await setMode(path, 0o755);
}

async function writeIfChanged(path: string, file: ContextFile): Promise<void> {
  const { content } = file;
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : Buffer.from(content.base64, "base64");
  const present = await readOrUndefined(path);
  if (present === undefined || !present.equals(bytes)) await writeFile(path, bytes);
  await setMode(path, file.mode);
}

async function setMode(path: string, mode: number): Promise<void> {
  const current = await stat(path);
  if ((current.mode & 0o7777) !== mode) await chmod(path, mode);
}

async function readOrUndefined(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
