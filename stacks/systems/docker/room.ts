import { statfs } from "node:fs/promises";
import type { DockerClient } from "../../../docker/client.ts";
import { minimumFreeBytes } from "../../../docker/free-space.ts";
import { UserError } from "../../../errors/user-error.ts";
import { isLocal } from "./look.ts";

/** Enough for a package layer and the images on it, with room for the daemon to breathe. */
const defaultMinFreeBytes = 1024 ** 3;

/**
 * Checked only where images are about to be built and the daemon is on this machine: elsewhere its disk cannot be seen.
 * @param images how many are to be built
 * @throws UserError where the daemon's disk is nearly full
 */
export async function checkRoom(images: number, docker: DockerClient): Promise<void> {
  if (images === 0 || !isLocal(docker)) return;
  const needed = minimumFreeBytes(defaultMinFreeBytes);
  const dataRoot = await docker.run(["info", "--format", "{{.DockerRootDir}}"]);
  const free = await freeBytes(dataRoot);
  if (free === undefined || free >= needed) return;
  throw new UserError({
    found: `${mebibytes(free)} are free in ${dataRoot}, where Docker keeps images, and ${images} images are to be built.`,
    allowed: `at least ${mebibytes(needed)}`,
    remedy: "docker system df shows what takes the room; npm run down -- --all removes what is ours",
  });
}

async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    // A rootless user or a daemon in a virtual machine: its folder is not ours to see, so nothing can be said.
    return undefined;
  }
}

function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 ** 2)} MiB`;
}
