import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fakeTools } from "./fake-tools.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const parts = [
  "cli",
  "docker",
  "errors",
  "lab",
  "services",
  "stacks",
  "toolchain",
  "package.json",
  "package-lock.json",
];

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A copy of this project with a cache of its own, in which setup can break what it likes. */
export interface Checkout {
  readonly folder: string;
  readonly cache: string;
  /** Folder in front of PATH. */
  readonly bin: string;
  /** Lines that the stand-ins for Go and debootstrap wrote. */
  journal(): Promise<string[]>;
  /** Runs `npm run setup`, or another command of bootstrap.mjs. */
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended>;
  /** The same with a step that never ends; sends the signal when that step has begun. */
  interrupt(args: readonly string[], step: string, signal: NodeJS.Signals): Promise<Ended>;
  /** Runs a shell command in the copy. */
  shell(script: string, env?: NodeJS.ProcessEnv): Promise<Ended>;
  /** Locks and temporary folders in the cache. */
  leftovers(): Promise<string[]>;
  dispose(): Promise<void>;
}

/** @param dockerHost the Docker daemon that the copy uses */
export async function checkout(dockerHost: string): Promise<Checkout> {
  const folder = await mkdtemp(path.join(tmpdir(), "checkout-"));
  const project = path.join(folder, "project");
  const cache = path.join(folder, "cache");
  for (const name of [...parts, "pulumiw", "Pulumi.yaml"]) {
    const from = path.join(root, name);
    if (existsSync(from)) await cp(from, path.join(project, name), { recursive: true });
  }
  await symlink(path.join(root, "node_modules"), path.join(project, "node_modules"));
  const tools = await fakeTools(path.join(folder, "tools"), path.join(root, "node_modules"));
  const base = {
    PATH: `${tools.bin}:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin`,
    HOME: folder,
    XDG_CACHE_HOME: cache,
    DOCKER_HOST: dockerHost,
    CONTAINER_APPROACHES_OFFLINE: "1",
    CONTAINER_APPROACHES_MIN_FREE_BYTES: "1",
  };
  const argv = (args: readonly string[]) => ["toolchain/bootstrap.mjs", ...args];
  return {
    folder: project,
    cache: path.join(cache, "container-approaches"),
    bin: tools.bin,
    async journal() {
      return existsSync(tools.journal) ? (await readFile(tools.journal, "utf8")).trim().split("\n").sort() : [];
    },
    run: (args, env) => start(process.execPath, argv(args), project, { ...base, ...env }),
    interrupt: (args, step, signal) => {
      const hanging = path.join(folder, "hanging");
      const env = { ...base, FAKE_HANG_AT: step, FAKE_HANGING: hanging };
      return start(process.execPath, argv(args), project, env, { file: hanging, signal });
    },
    shell: (script, env) => start("/bin/sh", ["-c", script], project, { ...base, ...env }),
    async leftovers() {
      if (!existsSync(cache)) return [];
      return (await readdir(cache, { recursive: true })).filter((name) =>
        /\.lock$|\.tmp-[^/]*$|\.takeover$/.test(name),
      );
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

async function start(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  interruption?: { readonly file: string; readonly signal: NodeJS.Signals },
): Promise<Ended> {
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const watch = setInterval(() => {
    if (interruption === undefined || !existsSync(interruption.file)) return;
    clearInterval(watch);
    child.kill(interruption.signal);
  }, 20);
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  clearInterval(watch);
  if (interruption !== undefined) await rm(interruption.file, { force: true });
  return { code, stdout, stderr };
}

/** Command lines of the processes that were started, directly or not, for this cache. */
export async function processesOf({ cache }: Checkout): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
      const isOurs = environment.includes(`XDG_CACHE_HOME=${path.dirname(cache)}\0`);
      return isOurs ? [await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "ended meanwhile")] : [];
    }),
  );
  return found.flat().filter((line) => line !== "" && line !== "ended meanwhile");
}
