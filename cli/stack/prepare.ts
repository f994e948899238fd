import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { dockerClient, type DockerClient } from "../../docker/client.ts";
import { preferredBaseImages } from "../../stacks/base-images.ts";
import { backendAddress, instanceOf } from "../../stacks/instance.ts";
import { stackNames } from "../../stacks/stack-names.ts";
import { openSystems, type Systems } from "../../stacks/systems.ts";
import { projectName, projectRoot } from "../../toolchain/environment.ts";
import { ensureToolchain, type Toolchain } from "../../toolchain/setup.ts";
import { ensureStacks } from "../../toolchain/stacks.ts";

/** What a command needs to work on stacks. */
export interface Workshop {
  readonly toolchain: Toolchain;
  /** For the lab, which measures only Docker. */
  readonly docker: DockerClient;
  readonly systems: Systems;
  /** Address of the state backend in use. */
  readonly backend: string;
  readonly instance: string;
}

/**
 * Runs setup, with the base image that a stack's configuration names.
 * @param stack undefined if no base image is needed
 */
export async function prepare(stack: string | undefined, signal: AbortSignal | undefined): Promise<Workshop> {
  const override = stack === undefined ? undefined : await configuredBaseImage(stack);
  const baseImage = stack === undefined ? undefined : { override, candidates: preferredBaseImages };
  const toolchain = await ensureToolchain({ baseImage, signal });
  if (toolchain.engine === undefined) throw new Error("the toolchain was set up without Docker");
  await ensureStacks(stackNames, toolchain);
  const env = { ...process.env, ...toolchain.env };
  const backend = backendAddress(projectRoot, env);
  const systems = await openSystems(env);
  const docker = dockerClient(toolchain.engine.endpoint);
  return { toolchain, docker, systems, backend, instance: instanceOf(backend) };
}

/** From the stack's own file; Pulumi checks the rest of it. */
async function configuredBaseImage(stack: string): Promise<string | undefined> {
  let text: string;
  try {
    text = await readFile(join(projectRoot, `Pulumi.${stack}.yaml`), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const { config } = parse(text) as { config?: Readonly<Record<string, string>> };
  return config?.[`${projectName}:baseImage`];
}
