import { cp, mkdir, readdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileAddress } from "./backend-address.ts";

/** What a deployment does not need, or what belongs to one checkout only. */
const leftOut = new Set([".git", ".state", "node_modules", "test", "docs", "reports", "results", "report"]);

/** Whether a file has the settings of a checkout's own stack. */
export function isStackFile(name: string): boolean {
  return /^Pulumi\.(?!dev\.)[\w.-]+\.yaml$/.test(name);
}

/** Variables that belong to one checkout only. */
const ownVariables = new Set(["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE_FILE", "CONTAINER_APPROACHES_ENV"]);

/**
 * Copies a checkout, with a state of its own, so that a caller can change its sources and break things.
 * @param folder the target; removed first if it exists
 */
export async function copyProjectTo(project: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const entries = (await readdir(project)).filter((name) => !leftOut.has(name) && !isStackFile(name));
  await Promise.all(entries.map((name) => cp(join(project, name), join(folder, name), { recursive: true })));
  await symlink(join(project, "node_modules"), join(folder, "node_modules"));
  await mkdir(join(folder, ".state"));
}

/** The environment of a copy: the same tools, its own state, a throw-away passphrase. @param folder of the copy */
export function copyEnvironment(folder: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !ownVariables.has(name));
  const own = { PULUMI_CONFIG_PASSPHRASE: "of no importance", PULUMI_BACKEND_URL: fileAddress(join(folder, ".state")) };
  return { ...Object.fromEntries(kept), ...own };
}
