import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { instanceOf } from "../../stacks/instance.ts";
import { backendAddress } from "../../toolchain/backend-address.ts";
import { copyEnvironment, copyProjectTo } from "../../toolchain/project-copy.ts";

const root = resolve(import.meta.dirname, "../..");

/** A copy of this clone with its own state, so that a test can change sources and break things. */
export interface Project {
  readonly folder: string;
  /** Environment of `pulumi` in it. */
  readonly env: NodeJS.ProcessEnv;
  /** The instance, which the labels of all objects deployed from it have. */
  readonly instance: string;
  remove(): Promise<void>;
}

/** @param label part of the folder's name */
export async function copyProject(label: string): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), `container-approaches-${label}-`));
  await copyProjectTo(root, folder);
  const env = copyEnvironment(folder, process.env);
  const instance = instanceOf(backendAddress(folder, env));
  return { folder, env, instance, remove: () => rm(folder, { recursive: true, force: true }) };
}
