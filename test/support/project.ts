import { cp, mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { backendAddress, instanceOf } from "../../stacks/instance.ts";

const root = resolve(import.meta.dirname, "../..");

/** What a deployment does not need, or what belongs to the checkout alone. */
const leftOut = new Set([".git", ".state", "node_modules", "test", "docs", "reports", "bench"]);

/** A copy of this checkout with a state of its own, so that a test can change sources and break things. */
export interface Project {
  readonly folder: string;
  /** Variables for `pulumi` in it. */
  readonly env: NodeJS.ProcessEnv;
  /** Part of the labels of everything that is deployed from it. */
  readonly instance: string;
  remove(): Promise<void>;
}

/** @param label part of the folder's name */
export async function copyProject(label: string): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), `container-approaches-${label}-`));
  const entries = (await readdir(root)).filter(
    (name) => !leftOut.has(name) && !/^Pulumi\.(?!dev\.)[\w.-]+\.yaml$/.test(name),
  );
  await Promise.all(entries.map((name) => cp(join(root, name), join(folder, name), { recursive: true })));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  await mkdir(join(folder, ".state"));
  const env = isolated(process.env);
  const instance = instanceOf(backendAddress(folder, env));
  return { folder, env, instance, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Set for this checkout alone. */
const ownVariables = new Set(["PULUMI_BACKEND_URL", "PULUMI_CONFIG_PASSPHRASE_FILE", "CONTAINER_APPROACHES_ENV"]);

/** The same tools, with the copy's own state and a passphrase of no importance. */
function isolated(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !ownVariables.has(name));
  return { ...Object.fromEntries(kept), PULUMI_CONFIG_PASSPHRASE: "of no importance" };
}
