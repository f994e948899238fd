import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import type { Fail } from "./paths.ts";

/** Reads files of one folder, and nothing outside of it. */
export interface Sources {
  /** @returns the content of a file. @throws UserError if it is none, cannot be read, or lies outside */
  file(source: string): Promise<Buffer>;
  /** @returns the paths of a file or of every file in a folder, relative to `source` and in order; `""` for a file itself */
  filesOf(source: string): Promise<readonly string[]>;
}

/**
 * @param folder of the workload: sources are relative to it
 * @param all folder that they must lie in, such as that of all workloads
 * @param fail reports what is wrong with a source
 */
export function sourcesIn(folder: string, all: string, fail: Fail): Sources {
  /** Follows symbolic links, as reading does. @returns what there is, and where it really is */
  const found = async (source: string) => {
    const path = resolve(folder, source);
    if (!isBelow(path, resolve(all))) return outside(source, fail);
    const real = await explained(source, fail, () => realpath(path));
    if (!isBelow(real, await realpath(all))) return outside(source, fail, ` leads to ${real}, which`);
    return { path: real, is: await explained(source, fail, () => stat(real)) };
  };
  const file = async (source: string) => {
    const { path, is } = await found(source);
    if (is.isDirectory()) return fail(`the source ${JSON.stringify(source)} is a folder`, "a file");
    // Reading from a FIFO or a device might never end.
    if (!is.isFile()) return fail(`the source ${JSON.stringify(source)} is neither a file nor a folder`, "a file");
    return explained(source, fail, () => readFile(path));
  };
  return {
    file,
    async filesOf(source) {
      const { path, is } = await found(source);
      if (!is.isDirectory()) return [""];
      return (await below(path)).map((entry) => relative(path, entry)).sort();
    },
  };
}

/** Every entry below a folder that is not a folder itself; links to folders are none. */
async function below(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`);
}

function outside(source: string, fail: Fail, leads = ""): never {
  return fail(
    `the source ${JSON.stringify(source)}${leads} is outside of the folder of the workloads`,
    "files and folders of this workload, or of another one",
  );
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  ENOTDIR: "goes through a file",
  ELOOP: "is a link to itself",
  EACCES: "cannot be read",
  EPERM: "cannot be read",
  ENAMETOOLONG: "has a name that is too long",
};

async function explained<T>(source: string, fail: Fail, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    const reason = reasons[(error as NodeJS.ErrnoException).code ?? ""];
    if (reason === undefined) throw error;
    return fail(`the source ${JSON.stringify(source)} ${reason}`, "a file that exists and can be read");
  }
}
