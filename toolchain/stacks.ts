import { execa } from "execa";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { cacheRoot } from "./cache.ts";
import { projectName, projectRoot, userEnvironment } from "./environment.ts";
import { acquireLock } from "./host/lock.mjs";
import { onPath } from "./host/programs.ts";
import type { Toolchain } from "./setup.ts";
import { writeShellEnvironment } from "./shell-env.ts";

const stackFolder = `.state/.pulumi/stacks/${projectName}`;

/**
 * Creates the stacks that the embedded backend lacks, so that `pulumi up --stack NAME` works at once, and writes down the
 * environment for ./pulumiw. Creates nothing in a backend of the user's own.
 * @param root of the checkout. @default this one
 */
export async function ensureStacks(
  names: readonly string[],
  toolchain: Toolchain,
  root: string = projectRoot,
): Promise<void> {
  const { pulumi } = toolchain;
  if (pulumi === undefined) return;
  const user = userEnvironment(process.env);
  const embedded = (user.PULUMI_BACKEND_URL ?? "") === "";
  if (embedded) await createMissing(names, pulumi.command, toolchain.env, root);
  await rememberForShell(toolchain, embedded ? names : [], user, root);
}

async function createMissing(
  names: readonly string[],
  command: string,
  env: Readonly<Record<string, string>>,
  root: string,
): Promise<void> {
  if ((await missing(names, root)).length === 0) return;
  const lock = await acquireLock(path.join(root, ".state/locks/stacks.lock"), "creating stacks");
  try {
    for (const name of await missing(names, root)) {
      await withFreshSalt(path.join(root, `Pulumi.${name}.yaml`), () =>
        execa(command, ["stack", "init", name, "--no-select", "--non-interactive"], { cwd: root, env }),
      );
    }
  } finally {
    await lock.release();
  }
}

// An earlier stack with another passphrase may have left its salt in the file of a stack that does not exist; Pulumi
// would refuse it. Creating a stack writes a salt: a file that belongs to the project stays clean until the stack is used.
async function withFreshSalt(file: string, task: () => Promise<unknown>): Promise<void> {
  const before = existsSync(file) ? await readFile(file, "utf8") : "";
  const clean = before.includes("secure:") ? before : withoutSalt(before);
  if (clean !== before) await writeFile(file, clean);
  try {
    await task();
  } finally {
    if (clean.trim() !== "") await writeFile(file, clean);
  }
}

/** A stack's file without the salt of its passphrase. */
export function withoutSalt(text: string): string {
  return text.replace(/^encryptionsalt:.*\n?/m, "");
}

async function missing(names: readonly string[], root: string): Promise<string[]> {
  const there = new Set(await readdir(path.join(root, stackFolder)).catch(() => []));
  // Pulumi compresses states if PULUMI_DIY_BACKEND_GZIP says so, and reads both.
  return names.filter((name) => !there.has(`${name}.json`) && !there.has(`${name}.json.gz`));
}

async function rememberForShell(
  { pulumi, engine, baseImage, env }: Toolchain,
  stacks: readonly string[],
  user: NodeJS.ProcessEnv,
  root: string,
): Promise<void> {
  // ./pulumiw may reuse it without checks only if it is enough for `pulumi up`.
  if (pulumi === undefined || engine === undefined || baseImage === undefined) return;
  const { host } = engine.endpoint;
  await writeShellEnvironment(path.join(root, ".state"), {
    env,
    user,
    command: pulumi.command,
    userCommand: await onPath("pulumi", user, cacheRoot(user)),
    binFolder: pulumi.origin === "user" ? undefined : path.dirname(pulumi.command),
    socket: host.startsWith("unix://") ? host.slice("unix://".length) : undefined,
    files: stacks.map((name) => `${stackFolder}/${name}.json`),
  });
}
