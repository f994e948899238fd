import { execa } from "execa";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { DockerClient } from "../../../../docker/client.ts";
import { labelPrefix } from "../../../rendering/labels.ts";
import type { Owner } from "../../contract.ts";

/** Label of helper containers; its value is the verb. */
export const helperLabel = `${labelPrefix}.helper`;

/** Verbs of volumes.sh. */
type HelperVerb = "measure" | "read" | "stage" | "commit" | "recover";

/** What a helper container does. */
export interface HelperJob {
  readonly verb: HelperVerb;
  /** Names of the volumes that it mounts. */
  readonly volumes: readonly string[];
  readonly words?: readonly string[];
  /** Gets each line of standard error. */
  readonly onLine: (line: string) => void;
}

/** A running helper container. */
export interface Helper {
  readonly input: Writable;
  readonly output: Readable;
  /** Exit code of the container. Never rejects. */
  readonly ended: Promise<number | undefined>;
  /** Ends and removes it. */
  remove(): Promise<void>;
}

/** Where helper containers run, and of what. */
export interface HelperPlace {
  readonly docker: DockerClient;
  readonly owner: Required<Owner>;
  readonly image: string;
}

/** Of root: reads files of every user. */
const readingCapabilities = ["DAC_OVERRIDE"];
/** And writes them as they were: owner, mode with setgid, capabilities of programs, device nodes. */
const writingCapabilities = [...readingCapabilities, "CHOWN", "FOWNER", "FSETID", "SETFCAP", "MKNOD"];

/** Volumes are written by some verbs only. */
const writes: Readonly<Record<HelperVerb, boolean>> = {
  measure: false,
  read: false,
  stage: true,
  commit: true,
  recover: true,
};

/** Arguments of `docker run`, without the command of the container. Pure. */
export function helperArgs(verb: HelperVerb, volumes: readonly string[], name: string, { owner, image }: HelperPlace) {
  const capabilities = writes[verb] ? writingCapabilities : readingCapabilities;
  const readOnly = writes[verb] ? "" : ",readonly";
  return [
    ...["run", "--rm", "--pull", "never", "--name", name, "--user", "0:0", "--network", "none", "--read-only"],
    ...["--cap-drop", "ALL", ...capabilities.flatMap((one) => ["--cap-add", one])],
    ...["--security-opt", "no-new-privileges", "--tmpfs", "/tmp"],
    // A log driver would write everything that is read to the host's disk.
    ...["--log-driver", "none", "--interactive"],
    ...["--label", `${labelPrefix}.instance=${owner.instance}`, "--label", `${labelPrefix}.stack=${owner.stack}`],
    ...["--label", `${helperLabel}=${verb}`],
    // Without nocopy, Docker would fill an empty volume with what the image has at that path.
    ...volumes.flatMap((volume) => [
      "--mount",
      `type=volume,source=${volume},target=/volumes/${volume},volume-nocopy${readOnly}`,
    ]),
    ...["--entrypoint", "/bin/sh", image],
  ];
}

/**
 * Starts a helper container. It is no child of this process, and ends by itself when this one is killed: one that reads or writes an archive
 * finds its pipe closed, and the others need no pipe.
 */
export async function startHelper(
  place: HelperPlace,
  { verb, volumes, words = [], onLine }: HelperJob,
): Promise<Helper> {
  const { docker, owner } = place;
  const script = await readFile(new URL("./volumes.sh", import.meta.url), "utf8");
  const name = `ca-${owner.instance}-${owner.stack}-data-${randomBytes(4).toString("hex")}`;
  const [command = "docker", ...prefix] = docker.argv;
  const args = [...prefix, ...helperArgs(verb, volumes, name, place), "-c", script, "volumes.sh", verb, ...words];
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
      // Before the container is created, there is only the client to end.
      child.kill("SIGKILL");
      await child;
      await docker.attempt(["rm", "--force", name]);
    },
  };
}

/** Runs a helper container that needs no input to its end. */
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
  return { exitCode, lines, complaint: reasonOf(exitCode, complaints) };
}

/** Why a helper failed, in a few words. @param lines what it wrote to standard error */
export function reasonOf(exitCode: number | undefined, lines: readonly string[]): string {
  const said = lines.filter((line) => !line.startsWith("./") && line.trim() !== "").slice(-3);
  const killed = exitCode === 137 ? ["the helper container was killed"] : [];
  return [...killed, ...said].join("; ") || `the helper container ended with ${exitCode ?? "a signal"}`;
}
