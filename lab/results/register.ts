import { createHash } from "node:crypto";
import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UserError } from "../../errors/user-error.ts";
import { dropPartialLine, readResults, resultsFile } from "./files.ts";
import type { HostFingerprint, RunRecord, RunSettings } from "./record.ts";

/**
 * What happened to a run. The register of a folder of runs, register.jsonl, is JSON Lines; lines are only ever added, so it names every run
 * that was begun there, whatever became of it.
 */
export type RegisterLine = Begun | Resumed | Complete | Aborted | Moved;

interface Happening {
  /** The run's id. */
  readonly run: string;
  /** ISO time. */
  readonly at: string;
  /** Written later than it happened, from what the git history says: for runs from before there was a register. */
  readonly afterwards?: true;
  readonly note?: string;
}

/** Written before the first cell: from then on the run counts, whatever its figures are. */
export interface Begun extends Happening {
  readonly event: "begun";
  /** Commit of the code that measures, with `+` if files were changed. */
  readonly project: string;
  /** SHA-256 of the rules that it is measured under; undefined if they were in the code. */
  readonly rules?: string;
  readonly host: HostFingerprint;
  /** Names. */
  readonly subjects: readonly string[];
  readonly settings: RunSettings;
}

export interface Resumed extends Happening {
  readonly event: "resumed";
  readonly cellsDone: number;
}

export interface Complete extends Happening, Taken {
  readonly event: "complete";
}

/** It did not end, or was not resumed. A later `resumed` line goes on with it. */
export interface Aborted extends Happening, Partial<Taken> {
  readonly event: "aborted";
  /** As part of a sentence. */
  readonly why: string;
}

/** The run's folder was put into the repository, taken out of it, or put back, in this commit. */
export interface Moved extends Happening {
  readonly event: "kept" | "removed" | "restored";
  readonly commit: string;
}

/** What a run had taken at its end. */
export interface Taken {
  readonly cells: number;
  /** Number of the cells that failed. */
  readonly failed: number;
  /** SHA-256 of results.jsonl, as hexadecimal digits. */
  readonly sha256: string;
}

/** Whether a run is `open`, which means that it is measured now or was killed. */
export type RunState = "open" | "complete" | "aborted";

export interface RegisteredRun {
  readonly id: string;
  /** In the order of the register. */
  readonly lines: readonly RegisterLine[];
  readonly state: RunState;
}

export function registerFile(root: string): string {
  return join(root, "register.jsonl");
}

export async function addToRegister(root: string, line: RegisterLine): Promise<void> {
  await mkdir(root, { recursive: true });
  await dropPartialLine(registerFile(root));
  await appendFile(registerFile(root), `${JSON.stringify(line)}\n`);
}

/** Runs in the order in which they were registered; none if there is no register. @throws UserError if a line is not JSON */
export async function readRegister(root: string): Promise<RegisteredRun[]> {
  const file = registerFile(root);
  const text = await readFile(file, "utf8").catch(() => "");
  const lines = text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  return registeredRuns(lines.flatMap((line, index) => (line === "" ? [] : [parsed(line, `${file}:${index + 1}`)])));
}

export function registeredRuns(lines: readonly RegisterLine[]): RegisteredRun[] {
  const runs = new Map<string, RegisterLine[]>();
  for (const line of lines) runs.set(line.run, [...(runs.get(line.run) ?? []), line]);
  return [...runs].map(([id, own]) => ({ id, lines: own, state: stateOf(own) }));
}

function stateOf(lines: readonly RegisterLine[]): RunState {
  const last = lines.findLast(({ event }) => event !== "kept" && event !== "removed" && event !== "restored");
  return last?.event === "complete" || last?.event === "aborted" ? last.event : "open";
}

function parsed(text: string, where: string): RegisterLine {
  try {
    return JSON.parse(text) as RegisterLine;
  } catch {
    const remedy = "restore the file from the repository's history; no line of it is ever changed";
    throw new UserError({ found: `${where} is not JSON.`, remedy });
  }
}

/** The line with which a run begins. */
export function begunLine({ id, startedAt, project, rules, host, subjects, settings }: RunRecord): Begun {
  return {
    event: "begun",
    run: id,
    at: startedAt,
    project,
    ...(rules === undefined ? {} : { rules }),
    host,
    subjects: subjects.map(({ name }) => name),
    settings,
  };
}

/** What a run has taken until now. @param folder of the run */
export async function takenIn(folder: string): Promise<Taken> {
  const { cells } = await readResults(folder);
  const sha256 = createHash("sha256")
    .update(await readFile(resultsFile(folder)))
    .digest("hex");
  return { cells: cells.length, failed: cells.filter(({ failure }) => failure !== undefined).length, sha256 };
}

/** Registers that a run did not go on. @param folder of the run; it may not exist @param why as part of a sentence */
export async function registerAborted(folder: string, run: string, why: string): Promise<void> {
  await dropPartialLine(resultsFile(folder));
  const taken = await takenIn(folder).catch(() => undefined);
  await addToRegister(dirname(folder), { event: "aborted", run, at: now(), why, ...taken });
}

/** Registers that every cell of a run was taken. @param folder of the run */
export async function registerComplete(folder: string, run: string): Promise<void> {
  await addToRegister(dirname(folder), { event: "complete", run, at: now(), ...(await takenIn(folder)) });
}

/** Registers runs that are still open as aborted. For a process that knows that none is measured now: they were killed. @returns their ids */
export async function closeKilled(root: string): Promise<string[]> {
  const open = (await readRegister(root)).filter(({ state }) => state === "open");
  for (const { id } of open) await registerAborted(join(root, id), id, "killed: it was found open at a later start");
  return open.map(({ id }) => id);
}

function now(): string {
  return new Date().toISOString();
}
