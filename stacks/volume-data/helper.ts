import { execa } from "execa";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
/** Verbs of volumes.sh. */
export type HelperVerb = "measure" | "read" | "stage" | "commit" | "recover";

/** What a helper does: a run of volumes.sh, as root, where volumes can be reached. */
export interface HelperJob {
  readonly verb: HelperVerb;
  /** Names of the volumes that it works on. */
  readonly volumes: readonly string[];
  readonly words?: readonly string[];
  /** Gets each line of standard error. */
  readonly onLine: (line: string) => void;
}

/** A running helper. */
export interface Helper {
  readonly input: Writable;
  readonly output: Readable;
  /** Its exit code. Never rejects. */
  readonly ended: Promise<number | undefined>;
  /** Ends and removes it. */
  remove(): Promise<void>;
}

/** Where a system has its volumes. */
export interface HelperPlace {
  /** What a message calls a helper, such as "the helper container". */
  readonly helper: string;
  /**
   * The command that runs a shell, as root, with each of the volumes as a folder of its name in /volumes, and a /tmp of its own.
   * @param shell words for /bin/sh
   */
  launch(job: Pick<HelperJob, "verb" | "volumes">, shell: readonly string[]): Launched | Promise<Launched>;
}

/** A command, and what removes what is left of it when it has been killed. */
export interface Launched {
  readonly argv: readonly [string, ...string[]];
  remove(): Promise<void>;
}

/** Volumes are written by some verbs only. */
export const writes: Readonly<Record<HelperVerb, boolean>> = {
  measure: false,
  read: false,
  stage: true,
  commit: true,
  recover: true,
};

/**
 * Starts a helper. It ends by itself when this process is killed: one that reads or writes an archive finds its pipe closed, and the others need
 * no pipe.
 */
export async function startHelper(
  place: HelperPlace,
  { verb, volumes, words = [], onLine }: HelperJob,
): Promise<Helper> {
  const script = await readFile(new URL("./volumes.sh", import.meta.url), "utf8");
  const launched = await place.launch({ verb, volumes }, ["-c", script, "volumes.sh", verb, ...words]);
  const [command, ...args] = launched.argv;
  // In a process group of its own, which Ctrl-C does not reach.
  const child = execa(command, args, { detached: true, cleanup: false, buffer: false, reject: false });
  const messages = createInterface({ input: child.stderr, crlfDelay: Infinity }).on("line", onLine);
  const heard = once(messages, "close");
  // A helper that has ended early takes no more input; its exit code tells why.
  child.stdin.on("error", () => undefined);
  return {
    input: child.stdin,
    output: child.stdout,
    ended: Promise.all([child, heard]).then(([{ exitCode }]) => exitCode),
    async remove() {
      child.kill("SIGKILL");
      await child;
      await launched.remove();
    },
  };
}

/** Runs a helper that needs no input to its end. */
export async function runHelper(
  place: HelperPlace,
  job: Omit<HelperJob, "onLine">,
): Promise<{ readonly exitCode: number | undefined; readonly lines: readonly string[]; readonly complaint: string }> {
  const complaints: string[] = [];
  const helper = await startHelper(place, { ...job, onLine: (line) => complaints.push(line) });
  helper.input.end();
  const lines: string[] = [];
  for await (const line of createInterface({ input: helper.output, crlfDelay: Infinity })) lines.push(line);
  const exitCode = await helper.ended;
  return { exitCode, lines, complaint: reasonOf(place, exitCode, complaints) };
}

/** Why a helper failed, in a few words. @param lines what it wrote to standard error */
export function reasonOf(
  { helper }: Pick<HelperPlace, "helper">,
  exitCode: number | undefined,
  lines: readonly string[],
): string {
  const said = lines.filter((line) => !line.startsWith("./") && line.trim() !== "").slice(-3);
  const killed = exitCode === 137 ? [`${helper} was killed`] : [];
  return [...killed, ...said].join("; ") || `${helper} ended with ${exitCode ?? "a signal"}`;
}
