import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { notEncrypted } from "../../stacks/config-secrets.ts";
import { configIn, isSecure, stackFileName } from "./stack-file.ts";

/**
 * Makes a private copy of a stack's configuration. Pulumi writes an encryption salt into the file that it gets, and a deployment must not
 * change a file of the project.
 * @returns the option that makes Pulumi use the copy
 * @throws UserError if a secret in it is not encrypted: to a program, Pulumi tells that only of all secrets together
 */
export async function privateConfig(project: string, stack: string): Promise<readonly string[]> {
  const name = stackFileName(stack);
  const folder = join(project, ".state/stack-config");
  await mkdir(folder, { recursive: true });
  const copy = join(folder, name);
  try {
    await copyFile(join(project, name), copy);
    refusePlainSecrets(await readFile(copy, "utf8"), stack);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    await writeFile(copy, "{}\n");
  }
  return ["--config-file", copy];
}

function refusePlainSecrets(text: string, stack: string): void {
  const { secrets } = configIn(text, stack);
  if (typeof secrets !== "object" || secrets === null || isSecure(secrets)) return;
  const plain = Object.entries(secrets).find(([, value]) => typeof value !== "object" || value === null);
  if (plain !== undefined) throw notEncrypted(plain[0], stack);
}
