import type { Found, ImageConfig, ImageFiles, Reader } from "./contract.ts";
import { own } from "./own.ts";
import { runit } from "./runit.ts";
import { s6 } from "./s6.ts";
import { shell } from "./shell.ts";
import { supervisord } from "./supervisord.ts";
import { systemd } from "./systemd.ts";

/** The first that finds its own. Images of this project have a supervisor as well. The shell comes last: each of the others may be started by a script. */
const readers: readonly Reader[] = [own, s6, supervisord, runit, systemd, shell];

/** What runs in an image; undefined if it is one program, or started by something that is not known here. */
export function findPrograms(files: ImageFiles, config: ImageConfig): Found | undefined {
  for (const reader of readers) {
    const found = reader(files, config);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Kinds of supervisors that are known, for messages. */
export const knownSupervisors =
  "s6, s6-overlay 2 and 3, supervisord, runit, systemd, and start scripts that begin programs with &";
