import { execa } from "execa";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { machineFiles } from "../../toolchain/second-host/files.ts";
import type { MachineStatus } from "../../toolchain/second-host/status.ts";
import { runCli } from "../support/cli.ts";
import type { Project } from "../support/project.ts";

export type Running = Extract<MachineStatus, { readonly state: "running" }>;

/** An emulated machine on a busy host, with its image to be built. */
export const startMs = 900_000;

/** Skips the suite where no machine can be made. */
export function requireMachine(context: Mocha.Context): void {
  if (process.platform === "linux" && process.arch === "x64" && process.getuid?.() === 0) return;
  console.log("      skipped: a second host needs Linux on x64 and root");
  context.skip();
}

/** Runs a command that must succeed. @returns both streams */
export async function must(project: Project, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { exitCode, output } = await runCli(project, args, env);
  assert.equal(exitCode, 0, `${args.join(" ")}:\n${output}`);
  return output;
}

/** The status of a project's machine, as JSON says it. */
export async function statusOf(project: Project): Promise<MachineStatus> {
  const { output } = await runCli(project, ["host", "status", "--json"]);
  return JSON.parse(output) as MachineStatus;
}

/** @throws AssertionError unless it runs */
export async function runningOf(project: Project): Promise<Running> {
  const status = await statusOf(project);
  assert.equal(status.state, "running");
  return status;
}

/** What a project's machine has on this host beside the cached image: one line each. */
export async function tracesOf(project: Project): Promise<string[]> {
  const files = machineFiles(join(project.folder, ".state"));
  const devices = await execa("ip", ["link", "show", "dev", files.link], { reject: false });
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    pids.map(async (pid) => (await execa("cat", [`/proc/${pid}/cmdline`], { reject: false })).stdout),
  );
  return [
    ...(devices.failed ? [] : [`device ${files.link}`]),
    ...commands
      .filter((words) => words.includes(files.folder))
      .map((words) => `process ${words.replaceAll("\0", " ")}`),
    ...[files.folder, files.control, files.lock].filter((file) => existsSync(file)).map((file) => `file ${file}`),
  ];
}

/** The rules of this host's firewall, without counters. */
export async function firewall(): Promise<string> {
  const { stdout } = await execa("iptables-save", [], { reject: false });
  return stdout.replaceAll(/^[#:].*$/gm, "");
}

/** Runs a docker command on the daemon that the variables name. */
export async function docker(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ readonly failed: boolean; readonly output: string }> {
  const { failed, all } = await execa("docker", args, { env, reject: false, all: true });
  return { failed, output: all };
}
