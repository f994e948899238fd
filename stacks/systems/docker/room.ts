import { statfs } from "node:fs/promises";
import type { DockerClient } from "../../../docker/client.ts";
import { minimumFreeBytes } from "../../../docker/free-space.ts";
import { UserError } from "../../../errors/user-error.ts";
import { isLocal } from "./look.ts";

/** Enough for a package layer and the images on it, with some space left for the daemon. */
const defaultMinFreeBytes = 1024 ** 3;

/**
 * Checks only if images will be built and the daemon is on this machine: the disk of another machine cannot be read.
 * @param images how many will be built
 * @throws UserError if the daemon's disk is nearly full
 */
export async function checkRoom(images: number, docker: DockerClient): Promise<void> {
  if (images === 0 || !isLocal(docker)) return;
  const needed = minimumFreeBytes(defaultMinFreeBytes);
  const dataRoot = await docker.run(["info", "--format", "{{.DockerRootDir}}"]);
  const free = await freeBytes(dataRoot);
  if (free === undefined || free >= needed) return;
  throw new UserError({
    found: `${mebibytes(free)} are free in ${dataRoot}, where Docker keeps images, and ${images} images must be built.`,
    allowed: `at least ${mebibytes(needed)}`,
    remedy: "docker system df shows what uses the space; npm run down -- --all removes the objects of this clone",
  });
}

async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    // With rootless Docker, or a daemon in a virtual machine, the folder cannot be read: then the check is left out.
    return undefined;
  }
}

function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 ** 2)} MiB`;
}
