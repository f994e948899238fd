import { run } from "../toolchain/host/run.ts";
import type { Work } from "../toolchain/work.ts";
import type { Arm } from "./arm.ts";
import type { ComposeProgram } from "./compose-program.ts";
import { targetOf, type Subject } from "./subject.ts";

/** A compose project, written to a file. */
export interface ComposeProject {
  readonly program: ComposeProgram;
  readonly subject: Subject;
  readonly file: string;
  /** Address of the engine. */
  readonly host: string;
}

/** Runs a compose command on a project. */
export async function compose(project: ComposeProject, work: Work, ...args: readonly string[]): Promise<void> {
  const { program, subject, file, host } = project;
  const [command, ...before] = program.argv;
  const name = `ca-${subject.plan.scope.instance}-bench`;
  await run(work, command, [...before, "--project-name", name, "--file", file, ...args], {
    // With BuildKit, which is compose's own default and what Pulumi's provider uses.
    env: { DOCKER_HOST: host, DOCKER_CONTEXT: undefined, DOCKER_BUILDKIT: undefined, COMPOSE_BAKE: undefined },
  });
}

/** @param images whether `down` removes what `up` has built, as Pulumi does */
export function composeArm(project: ComposeProject, images: "removed" | "kept"): Arm {
  const up = (work: Work) => compose(project, work, "up", "--detach", "--wait");
  const removal = images === "removed" ? ["--rmi", "all"] : [];
  return {
    name: images === "removed" ? "compose" : "compose-kept",
    title: images === "removed" ? "docker compose" : "docker compose, images kept",
    target: targetOf(project.subject),
    removesImages: images === "removed",
    up,
    again: up,
    down: (work) => compose(project, work, "down", "--volumes", ...removal),
  };
}
