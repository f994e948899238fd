import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import path from "node:path";
import { minimumFreeBytes } from "../../docker/free-space.ts";
import { UserError } from "../../errors/user-error.ts";

/** Bytes that this user can still write to the file system of `place`, which need not exist. */
export async function freeBytes(place: string): Promise<number> {
  const stats = await statfs(nearestExisting(place));
  return stats.bavail * stats.bsize;
}

/**
 * Refuses to start what would fill the disk.
 * @param purpose what needs the space, for the message
 * @param env holds the override. @default process.env
 * @throws UserError if less is free, or if the override is no number of bytes
 */
export async function requireFreeSpace(
  place: string,
  neededBytes: number,
  purpose: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  const needed = minimumFreeBytes(neededBytes, env);
  const free = await freeBytes(place);
  if (free >= needed) return;
  throw new UserError({
    found: `The disk is nearly full: ${formatBytes(free)} free at ${nearestExisting(place)}, ${purpose} needs ${formatBytes(needed)}.`,
    remedy: "free some space there (docker system prune, go clean -cache), or move the cache with XDG_CACHE_HOME.",
  });
}

/** For people: `1.5 GB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

function nearestExisting(place: string): string {
  let current = path.resolve(place);
  while (!existsSync(current)) current = path.dirname(current);
  return current;
}
