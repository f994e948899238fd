import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

/** What the next command must undo if this one is killed. */
export interface Journal {
  /** Replicas that were stopped and must be started, in the order of their start. */
  readonly stopped?: readonly StoppedReplica[];
  /** File that a backup is written to. */
  readonly partial?: string;
  /** Names on the system of volumes that a restore created. */
  readonly created?: readonly string[];
}

export interface StoppedReplica {
  /** For messages. */
  readonly name: string;
  /** Its control command of the outputs. */
  readonly control: string;
}

/** Where a stack's journal is. */
export function journalFile(project: string, stack: string): string {
  return join(project, ".state/data", `${stack}.json`);
}

/** Empty if there is none. A half-written one cannot be: it is renamed into its place. */
export async function readJournal(file: string): Promise<Journal> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as Journal;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
}

/** Replaces the journal, and returns when it is on the disk. */
export async function writeJournal(file: string, journal: Journal): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.new`;
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.writeFile(JSON.stringify(journal));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

export async function removeJournal(file: string): Promise<void> {
  await rm(file, { force: true });
}
