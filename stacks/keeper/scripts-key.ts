import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Changes with the scripts that a container's folder gets. Those of this version talk to them, so containers of another version are made anew.
 * @param paths files and folders, relative to the project
 */
export async function scriptsKey(paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const path of paths)
    for (const file of await filesIn(path)) hash.update(`${file}\n`).update(await readFile(file));
  return hash.digest("hex").slice(0, 12);
}

/** In one order everywhere. */
async function filesIn(path: string): Promise<readonly string[]> {
  if (path.endsWith(".sh")) return [path];
  const names = await readdir(path, { recursive: true });
  // Folders have no ending.
  return names
    .filter((name) => /\.\w+$/.test(name))
    .map((name) => join(path, name))
    .sort();
}
