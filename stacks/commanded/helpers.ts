import { readdir, readFile } from "node:fs/promises";
import type { Owner } from "../systems/contract.ts";
import { writes, type HelperPlace } from "../volume-data/helper.ts";

/** Helpers that are processes of this machine. */
export interface HelpersHere {
  readonly place: HelperPlace;
  /** Ends those that a killed command has left. @returns how many there were */
  end(): Promise<number>;
}

/**
 * In a mount namespace of its own: a tmpfs on /mnt, with each volume's folder in it, which nothing else sees. The outer shell stays, because the
 * word by which a helper is found is one of its arguments.
 */
const script = [
  "set -eu",
  "mount -t tmpfs -o mode=0700 tmpfs /mnt",
  "mkdir /mnt/volumes /mnt/tmp",
  "access=$2",
  "shift 2",
  'while [ "$1" != -- ]; do',
  '  mkdir "/mnt/volumes/$1"',
  '  mount --bind "$2" "/mnt/volumes/$1"',
  '  [ "$access" = write ] || mount -o remount,bind,ro "/mnt/volumes/$1"',
  "  shift 2",
  "done",
  "shift",
  'VOLUMES_FOLDER=/mnt/volumes TMPDIR=/mnt/tmp /bin/sh "$@"',
].join("\n");

/** @param foldersOf the folders of all volumes, by their names */
export function helpersHere(
  system: string,
  { instance, stack }: Required<Owner>,
  foldersOf: () => Promise<ReadonlyMap<string, string>>,
): HelpersHere {
  const word = `container-approaches-data=${system}/${instance}/${stack}`;
  return {
    place: {
      helper: "the helper",
      async launch({ verb, volumes }, shell) {
        const folders = await foldersOf();
        const pairs = volumes.flatMap((volume) => {
          const folder = folders.get(volume);
          if (folder === undefined) throw new Error(`there is no volume ${volume}`);
          return [volume, folder];
        });
        const access = writes[verb] ? "write" : "read";
        return {
          argv: [
            ...(["unshare", "--mount", "--propagation", "private", "/bin/sh", "-c", script, "helper"] as const),
            ...[word, access, ...pairs, "--", ...shell],
          ],
          remove: async () => {
            await endAll(word);
          },
        };
      },
    },
    end: () => endAll(word),
  };
}

/** Each of their steps can be done again, so they may end at any moment. Each leads a process group. */
async function endAll(word: string): Promise<number> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  let ended = 0;
  for (const pid of pids) {
    const words = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).split("\0");
    if (!words.includes(word)) continue;
    try {
      process.kill(-Number(pid), "SIGKILL");
      ended += 1;
    } catch {
      // It has just ended, or is a child of one that leads the group.
    }
  }
  return ended;
}
