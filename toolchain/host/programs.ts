import { constants } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import path from "node:path";

// Daemons are in folders that a user's PATH may lack.
const systemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/**
 * @param except a folder below which programs do not count
 * @returns the first executable of this name on PATH or among the system's folders
 */
export async function onPath(
  name: string,
  env: NodeJS.ProcessEnv = process.env,
  except?: string,
): Promise<string | undefined> {
  for (const folder of [...(env.PATH ?? "").split(path.delimiter), ...systemFolders]) {
    if (!path.isAbsolute(folder)) continue;
    const candidate = path.join(folder, name);
    if (!(await isExecutable(candidate))) continue;
    if (except === undefined || !(await realpath(candidate)).startsWith(except + path.sep)) return candidate;
  }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
