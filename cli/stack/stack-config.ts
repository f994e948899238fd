import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Makes a private copy of a stack's configuration. Pulumi writes an encryption salt into the file that it gets, and a deployment must not
 * change a file of the project.
 * @returns the option that makes Pulumi use the copy
 */
export async function privateConfig(project: string, stack: string): Promise<readonly string[]> {
  const name = `Pulumi.${stack}.yaml`;
  const folder = join(project, ".state/stack-config");
  await mkdir(folder, { recursive: true });
  const copy = join(folder, name);
  try {
    await copyFile(join(project, name), copy);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    await writeFile(copy, "{}\n");
  }
  return ["--config-file", copy];
}
