import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { DockerClient } from "../docker/client.ts";
import type { EngineApi } from "../docker/engine-api.ts";
import { loadWorkload, ownWorkloads } from "../services/load.ts";
import { instanceOf } from "../stacks/instance.ts";
import type { Toolchain } from "../toolchain/setup.ts";
import type { Work } from "../toolchain/work.ts";
import type { Arm } from "./arm.ts";
import { compose, composeArm, type ComposeProject } from "./compose-arm.ts";
import { composeFile } from "./compose-file.ts";
import type { ComposeProgram } from "./compose-program.ts";
import { floorArm } from "./floor-arm.ts";
import { createStack, pulumiArm, type PulumiStack } from "./pulumi-arm.ts";
import { planSubject, writeContexts, type Ingredients, type Subject } from "./subject.ts";
import type { Workspace } from "./workspace.ts";

const workloadName = "hello";

/** What the arms are made from. */
export interface Bench {
  readonly project: string;
  readonly projectName: string;
  readonly workspace: Workspace;
  readonly toolchain: Toolchain;
  readonly docker: DockerClient;
  readonly api: EngineApi;
  readonly compose: ComposeProgram;
}

/** Everything that is measured. */
export interface Arms {
  readonly all: readonly Arm[];
  readonly stack: PulumiStack;
}

/** Values of the instance label that a workspace's objects carry, known before anything is made. */
export function instancesOf({ folder, backend }: Pick<Workspace, "folder" | "backend">) {
  return {
    pulumi: instanceOf(backend),
    compose: instanceOf(`${folder}/compose`),
    kept: instanceOf(`${folder}/compose-kept`),
    floor: instanceOf(`${folder}/floor`),
  };
}

/** Makes the arms and builds the images of those that keep theirs. */
export async function prepareArms(bench: Bench, work: Work): Promise<Arms> {
  const { project, toolchain, workspace, api } = bench;
  if (toolchain.pulumi === undefined) throw new Error("the toolchain was set up without Pulumi");
  const subjects = await planSubjects(bench);
  work.update("writes the build contexts");
  const projects = {
    compose: await composeProject(bench, subjects.compose),
    kept: await composeProject(bench, subjects.kept),
    floor: await composeProject(bench, subjects.floor),
  };
  work.update("builds the images that are kept");
  await compose(projects.kept, work, "build");
  await compose(projects.floor, work, "build");
  work.update("creates the stack");
  const stack = await createStack(
    {
      command: toolchain.pulumi.command,
      project,
      projectName: bench.projectName,
      env: toolchain.env,
      backend: workspace.backend,
      folder: workspace.folder,
      subject: subjects.pulumi,
    },
    work,
  );
  const all = [
    floorArm(subjects.floor, api),
    composeArm(projects.compose, "removed"),
    composeArm(projects.kept, "kept"),
    pulumiArm(stack, "without preview"),
    pulumiArm(stack, "with preview"),
  ];
  return { all, stack };
}

async function planSubjects({ project, toolchain, workspace, docker }: Bench) {
  const name = toolchain.baseImage?.name;
  if (name === undefined) throw new Error("the toolchain was set up without a base image");
  const id = await docker.run(["image", "inspect", "--format", "{{.Id}}", name]);
  const ingredients: Ingredients = {
    workload: await loadWorkload(workloadName, ownWorkloads(project)),
    baseImage: { name, id },
    docker: docker.argv,
    contextFolder: workspace.contexts,
  };
  const instances = instancesOf(workspace);
  const taken = new Set<number>();
  return {
    pulumi: await planSubject(ingredients, instances.pulumi, taken),
    compose: await planSubject(ingredients, instances.compose, taken),
    kept: await planSubject(ingredients, instances.kept, taken),
    floor: await planSubject(ingredients, instances.floor, taken),
  };
}

async function composeProject(bench: Bench, subject: Subject): Promise<ComposeProject> {
  await writeContexts(subject, bench.project);
  const file = path.join(bench.workspace.folder, `compose-${subject.plan.scope.instance}.yaml`);
  await writeFile(file, composeFile(subject.plan, bench.project));
  return { program: bench.compose, subject, file, host: bench.docker.endpoint.host };
}
