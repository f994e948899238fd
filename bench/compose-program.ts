import path from "node:path";
import type { DockerClient } from "../docker/client.ts";
import { readBuildPlan, unitsFor } from "../toolchain/pulumi/build-plan.ts";
import { buildUnit } from "../toolchain/pulumi/go-build.ts";
import { onlyTurn } from "../toolchain/pulumi/turns.ts";
import type { Work } from "../toolchain/work.ts";

/** A docker compose that can be run. */
export interface ComposeProgram {
  /** The words before its own arguments. */
  readonly argv: readonly [string, ...string[]];
  readonly version: string;
  readonly origin: "installed" | "built";
}

/** The installed plugin, else one built from Go modules and run by itself, so that nothing in the user's home changes. */
export async function obtainCompose(docker: DockerClient, work: Work): Promise<ComposeProgram> {
  const installed = await docker.attempt(["compose", "version", "--short"]);
  if (installed.exitCode === 0) {
    const [command = "docker", ...args] = docker.argv;
    return { argv: [command, ...args, "compose"], version: installed.stdout.trim(), origin: "installed" };
  }
  const plan = await readBuildPlan();
  const [unit] = unitsFor(plan, "bench");
  const binary = unit?.binaries[0];
  if (unit === undefined || binary === undefined) throw new Error("go/build.json has no docker compose");
  const { directory } = await buildUnit(onlyTurn(work), unit, plan.goVersion);
  return { argv: [path.join(directory, binary.name)], version: binary.version ?? "unknown", origin: "built" };
}
