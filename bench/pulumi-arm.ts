import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { stringify } from "yaml";
import { run } from "../toolchain/host/run.ts";
import type { Work } from "../toolchain/work.ts";
import type { Arm, Target } from "./arm.ts";
import { benchApproach, benchStack, targetOf, type Subject } from "./subject.ts";

/** A Pulumi stack in a backend of its own. */
export interface PulumiStack {
  readonly command: string;
  /** Folder of the project whose program is run. */
  readonly project: string;
  readonly env: Readonly<Record<string, string>>;
  readonly configFile: string;
  readonly target: Target;
}

/** What a stack is made from. */
export interface PulumiStackRequest {
  readonly command: string;
  readonly project: string;
  readonly projectName: string;
  /** The toolchain's environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly backend: string;
  readonly folder: string;
  readonly subject: Subject;
}

/** Creates the stack. Nothing is written into the project: neither a stack file nor a selected stack. */
export async function createStack(request: PulumiStackRequest, work: Work): Promise<PulumiStack> {
  const { command, project, folder, subject } = request;
  const env = { ...request.env, PULUMI_BACKEND_URL: request.backend };
  const scratch = path.join(folder, "project");
  await mkdir(scratch, { recursive: true });
  await writeFile(path.join(scratch, "Pulumi.yaml"), stringify({ name: request.projectName, runtime: "nodejs" }));
  await run(work, command, ["stack", "init", benchStack, "--no-select", "--non-interactive"], { cwd: scratch, env });
  const configFile = path.join(folder, `Pulumi.${benchStack}.yaml`);
  const config = { approaches: JSON.stringify([benchApproach.name]), port: String(subject.port) };
  const entries = Object.entries(config).map(([key, value]) => [`${request.projectName}:${key}`, value] as const);
  await writeFile(configFile, stringify({ config: Object.fromEntries(entries) }));
  return { command, project, env, configFile, target: targetOf(subject) };
}

/** Runs a Pulumi command on the stack. */
export async function pulumi(stack: PulumiStack, work: Work, ...args: readonly string[]): Promise<void> {
  const common = ["--stack", benchStack, "--config-file", stack.configFile, "--yes", "--non-interactive"];
  await run(work, stack.command, [...args, ...common, "--color", "never"], { cwd: stack.project, env: stack.env });
}

/** @param preview whether Pulumi plans before it deploys, as it does unless told otherwise */
export function pulumiArm(stack: PulumiStack, preview: "with preview" | "without preview"): Arm {
  const skip = preview === "with preview" ? [] : ["--skip-preview"];
  const up = (work: Work) => pulumi(stack, work, "up", "--suppress-outputs", ...skip);
  return {
    name: preview === "with preview" ? "pulumi-preview" : "pulumi",
    title: preview === "with preview" ? "Pulumi, with preview" : "Pulumi",
    target: stack.target,
    removesImages: true,
    up,
    again: up,
    down: (work) => pulumi(stack, work, "destroy", ...skip),
  };
}
