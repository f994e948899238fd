import { execa } from "execa";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { instanceOf } from "../../stacks/instance.ts";
import type { StackOutputs } from "../../stacks/outputs.ts";
import { fileAddress } from "../../toolchain/backend-address.ts";
import { copyEnvironment, copyProjectTo } from "../../toolchain/project-copy.ts";
import type { LabProject } from "../tools.ts";

/** A copy of the project, with what only the harness does with it. */
export interface Copy extends LabProject {
  /** Creates a stack with this configuration and deploys it. */
  deploy(stack: string, config: Readonly<Record<string, string>>, signal: AbortSignal): Promise<StackOutputs>;
  remove(): Promise<void>;
}

/** Folder of the lab's copy of a checkout. It is always the same, so that the next run finds what a killed run left by its labels. */
export function copyFolder(project: string): string {
  return join(project, ".state/lab/project");
}

/** The lock that a run holds. */
export function labLock(project: string): string {
  return join(project, ".state/locks/lab.lock");
}

/** Value of the instance label for the lab of a checkout. The copy always keeps its state in its own folder, so the user's backend does not matter. */
export function labInstance(project: string): string {
  return instanceOf(fileAddress(join(copyFolder(project), ".state")));
}

/** @param pulumi path of the command */
export async function openCopy(project: string, pulumi: string, toolEnv: NodeJS.ProcessEnv): Promise<Copy> {
  const folder = copyFolder(project);
  await copyProjectTo(project, folder);
  const env = copyEnvironment(folder, { ...process.env, ...toolEnv });
  const run = async (args: readonly string[], signal: AbortSignal) => {
    const options = { cwd: folder, env, extendEnv: false, reject: false, all: true, killSignal: "SIGINT" } as const;
    const ended = await execa(pulumi, [...args, "--non-interactive"], { ...options, cancelSignal: signal });
    signal.throwIfAborted();
    if (ended.exitCode !== 0) throw new Error(reasonIn(ended.all));
    return ended;
  };
  const up = async (stack: string, signal: AbortSignal) =>
    (await run(["up", "--stack", stack, "--yes", "--skip-preview", "--suppress-outputs"], signal)).all;
  const outputsOf = async (stack: string, signal: AbortSignal) => {
    const { stdout } = await run(["stack", "output", "--json", "--stack", stack], signal);
    return JSON.parse(stdout) as StackOutputs;
  };
  return {
    folder,
    instance: labInstance(project),
    up,
    async scale(stack, service, replicas, signal) {
      const key = `container-approaches:services.${service}.replicas`;
      await run(["config", "set", "--path", key, String(replicas), "--stack", stack], signal);
      await up(stack, signal);
      return outputsOf(stack, signal);
    },
    async destroy(stack, signal) {
      await run(["destroy", "--stack", stack, "--yes", "--skip-preview"], signal);
    },
    async resources(stack, signal) {
      const { stdout } = await run(["stack", "export", "--stack", stack], signal);
      const { deployment } = JSON.parse(stdout) as { deployment: { resources?: readonly { type: string }[] } };
      return (deployment.resources ?? []).filter(({ type }) => !type.startsWith("pulumi:")).length;
    },
    async deploy(stack, config, signal) {
      const keys = Object.entries(config).map(([key, value]) => [`container-approaches:${key}`, value] as const);
      await run(["stack", "init", stack, "--no-select"], signal);
      await writeFile(join(folder, `Pulumi.${stack}.yaml`), stringify({ config: Object.fromEntries(keys) }));
      await up(stack, signal);
      return outputsOf(stack, signal);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Pulumi's error message: a line of its output that begins with "error:" and says more than that the update failed. */
export function reasonIn(output: string): string {
  const lines = output.split("\n").map((line) => line.trim());
  const errors = lines.filter((line) => /^error: /.test(line));
  return (
    errors.find((line) => line !== "error: update failed") ?? errors[0] ?? lines.findLast(Boolean) ?? "no reason given"
  );
}
