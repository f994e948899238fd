import { minimumFreeBytes } from "../../docker/free-space.ts";
import { UserError } from "../../errors/user-error.ts";
import type { VolumeMeasure } from "../../stacks/systems/data-room.ts";
import { formatBytes } from "../../toolchain/host/disk.ts";
import type { Match } from "./matching.ts";

/** @param free bytes at the backup's place @throws UserError if a backup of the volumes may not fit */
export function checkBackupSpace(place: string, free: number, measures: readonly VolumeMeasure[]): void {
  const needed = minimumFreeBytes(measures.reduce((sum, { bytes }) => sum + bytes, 0));
  if (free >= needed) return;
  throw new UserError({
    found: `${formatBytes(free)} are free at ${place}, and the backup may need ${formatBytes(needed)}.`,
    remedy: "free some space there, or name a file on another disk",
  });
}

/**
 * Until a restore is done, the old data and the new exist side by side.
 * @param measures of the matches' volumes, in the same order
 * @throws UserError if a disk lacks the space
 */
export function checkRestoreSpace(matches: readonly Match[], measures: readonly VolumeMeasure[]): void {
  for (const disk of new Set(measures.map((one) => one.disk))) {
    const there = matches.filter((_, index) => measures[index]?.disk === disk);
    const needed = minimumFreeBytes(there.reduce((sum, { archived }) => sum + archived.bytes, 0));
    const free = measures.find((one) => one.disk === disk)?.freeBytes ?? 0;
    if (free >= needed) continue;
    throw new UserError({
      found: `${formatBytes(free)} are free where ${there.map(({ plan }) => plan.fullName).join(", ")} are, and the restore needs ${formatBytes(needed)} beside the old data.`,
      remedy: "free some space there; nothing has been changed",
    });
  }
}
