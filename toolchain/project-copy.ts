import { cp, mkdir, readdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";

/** What a deployment does not need, or what belongs to the checkout alone. */
const leftOut = new Set([".git", ".state", "node_modules", "test", "docs", "reports", "bench", "results", "report"]);

/** Set for a checkout alone. */
const ownVariables = new Set(["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE_FILE", "CONTAINER_APPROACHES_ENV"]);

/**
 * Copies a checkout, with a state of its own, so that sources can be changed and things be broken in it.
 * @param folder where to; whatever is there goes
 */
export async function copyProjectTo(project: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const entries = (await readdir(project)).filter(
    (name) => !leftOut.has(name) && !/^Pulumi\.(?!dev\.)[\w.-]+\.yaml$/.test(name),
  );
  await Promise.all(entries.map((name) => cp(join(project, name), join(folder, name), { recursive: true })));
  await symlink(join(project, "node_modules"), join(folder, "node_modules"));
  await mkdir(join(folder, ".state"));
}

/** The same tools, with the copy's own state and a passphrase of no importance. */
export function copyEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !ownVariables.has(name));
  return { ...Object.fromEntries(kept), PULUMI_CONFIG_PASSPHRASE: "of no importance" };
}
