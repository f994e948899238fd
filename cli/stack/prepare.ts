import { dockerClient, type DockerClient } from "../../docker/client.ts";
import { UserError } from "../../errors/user-error.ts";
import { preferredBaseImages } from "../../stacks/base-images.ts";
import { instanceOf } from "../../stacks/instance.ts";
import { stackNames } from "../../stacks/stack-names.ts";
import { openSystems, type Systems } from "../../stacks/systems.ts";
import { backendAddress } from "../../toolchain/backend-address.ts";
import { projectRoot } from "../../toolchain/environment.ts";
import { ensureToolchain, type Toolchain } from "../../toolchain/setup.ts";
import { ensureStacks } from "../../toolchain/stacks.ts";
import { isSecure, stackFileConfig } from "./stack-file.ts";

/** What a command needs to work on stacks. */
export interface Workshop {
  readonly toolchain: Toolchain;
  /** For the lab, whose probes run in Docker. */
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
  // A stack of the user's own, whose file Pulumi.NAME.yaml exists, too.
  await ensureStacks([...new Set([...stackNames, ...(stack === undefined ? [] : [stack])])], toolchain);
  const env = { ...process.env, ...toolchain.env };
  const backend = backendAddress(projectRoot, env);
  const systems = await openSystems(env);
  const docker = dockerClient(toolchain.engine.endpoint);
  return { toolchain, docker, systems, backend, instance: instanceOf(backend) };
}

/** From the stack's own file; Pulumi checks the rest of it. */
async function configuredBaseImage(stack: string): Promise<string | undefined> {
  const { baseImage } = await stackFileConfig(projectRoot, stack);
  if (baseImage === undefined || typeof baseImage === "string") return baseImage;
  throw new UserError({
    found: `Config "baseImage" of the stack ${stack} is ${isSecure(baseImage) ? "encrypted" : JSON.stringify(baseImage)}.`,
    allowed: "the name of an image, in the clear: setup looks for it before Pulumi runs",
    remedy: `./pulumiw config set baseImage IMAGE --plaintext --stack ${stack}`,
  });
}
