import path from "node:path";
import type { DockerClient } from "../../../docker/client.ts";
import { readBuildPlan, unitsFor } from "../../../toolchain/pulumi/build-plan.ts";
import { buildUnit } from "../../../toolchain/pulumi/go-build.ts";
import { onlyTurn } from "../../../toolchain/pulumi/turns.ts";
import type { Work } from "../../../toolchain/work.ts";

/** The command line before a compose sub-command. */
export type ComposeProgram = readonly [string, ...string[]];

let found: ComposeProgram | undefined;

/** Finds docker compose: the installed plugin, else a binary built from Go modules, which changes nothing in the user's home. */
export async function prepareCompose(docker: DockerClient, work: Work): Promise<void> {
  const installed = await docker.attempt(["compose", "version"]);
  const [command = "docker", ...args] = docker.argv;
  found ??= installed.exitCode === 0 ? [command, ...args, "compose"] : await builtCompose(work);
}

/** What `prepareCompose` found. */
export function composeProgram(): ComposeProgram {
  if (found === undefined) throw new Error("prepareCompose has not run");
  return found;
}

async function builtCompose(work: Work): Promise<ComposeProgram> {
  const plan = await readBuildPlan();
  const [unit] = unitsFor(plan, "lab");
  const [binary] = unit?.binaries ?? [];
  if (unit === undefined || binary === undefined) throw new Error("go/build.json has no docker compose");
  const { directory } = await buildUnit(onlyTurn(work), unit, plan.goVersion);
  return [path.join(directory, binary.name)];
}
