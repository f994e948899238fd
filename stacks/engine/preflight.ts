import { statfs } from "node:fs/promises";
import type { DockerClient } from "../../docker/client.ts";
import { minimumFreeBytes } from "../../docker/free-space.ts";
import { UserError } from "../../errors/user-error.ts";
import type { StackConfig } from "../config.ts";
import type { Approach, Rendering, Scope } from "../contract.ts";
import type { EngineLook } from "./look.ts";
import { isOurs } from "./ports.ts";

/** @throws UserError where an approach needs what the configuration does not grant */
export function checkRequirements(approaches: readonly Approach[], config: StackConfig, stack: string): void {
  for (const { name, requires } of approaches) {
    if (!requires.includes("privileged")) continue;
    if (config.environment === "production") {
      throw new UserError({
        found: `The approach ${name} needs privilege, and the stack ${stack} has environment: production.`,
        allowed: "approaches that need no privilege",
        remedy: `choose another approach, or pulumi config set environment development --stack ${stack}`,
      });
    }
    if (!config.allowPrivileged) {
      throw new UserError({
        found: `The approach ${name} needs privilege, and the stack ${stack} does not allow it.`,
        allowed: "allowPrivileged: true, on a machine that you can afford to lose",
        remedy: `pulumi config set allowPrivileged true --stack ${stack}`,
      });
    }
  }
}

/** @throws UserError where a container has a name that we are about to use and is not this deployment's */
export function checkNames(rendering: Rendering, scope: Scope, look: EngineLook): void {
  for (const { fullName } of rendering.units) {
    const other = look.containers.find(({ name }) => name === fullName);
    if (other === undefined || isOurs(scope, other)) continue;
    throw new UserError({
      found: `A container named ${fullName} exists and does not carry this deployment's labels.`,
      allowed: "the name to be free, since it is made from the state backend's address and the stack's name",
      remedy: `look at it with: docker inspect ${fullName}; if nobody needs it: docker rm --force ${fullName}`,
    });
  }
}

/** Enough for a package layer and the images on it, with room for the engine to breathe. */
const defaultMinFreeBytes = 1024 ** 3;

/**
 * Checked only where images are about to be built and the engine is on this machine: elsewhere its disk cannot be seen.
 * @throws UserError where the engine's disk is nearly full
 */
export async function checkDisk(missingImages: readonly string[], docker: DockerClient): Promise<void> {
  if (missingImages.length === 0 || !docker.endpoint.host.startsWith("unix://")) return;
  const needed = minimumFreeBytes(defaultMinFreeBytes);
  const dataRoot = await docker.run(["info", "--format", "{{.DockerRootDir}}"]);
  const free = await freeBytes(dataRoot);
  if (free === undefined || free >= needed) return;
  throw new UserError({
    found: `${mebibytes(free)} are free in ${dataRoot}, where the engine keeps images, and ${missingImages.length} images are to be built.`,
    allowed: `at least ${mebibytes(needed)}`,
    remedy: "docker system df shows what takes the room; npm run down -- --all removes what is ours",
  });
}

async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    // A rootless user or an engine in a virtual machine: its folder is not ours to see, so nothing can be said.
    return undefined;
  }
}

function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 ** 2)} MiB`;
}
