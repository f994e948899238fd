import { readdir, readFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { projectName } from "../environment.ts";

/** A lock on a stack in a file backend. */
export interface StackLock {
  readonly stack: string;
  readonly file: string;
  /** Who holds it, for people. */
  readonly holder: string;
  /** Whether its holder certainly is gone: killed, or from before this host was started again. */
  readonly dead: boolean;
}

/** A lock as Pulumi's file backend writes it. */
interface LockFile {
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  readonly timestamp: string;
}

/** Of this project alone: a backend of the user's own holds others as well. */
const lockFolder = `.pulumi/locks/organization/${projectName}`;

/** @param folder of the backend's state: the path in its `file://` address */
export async function stackLocks(folder: string): Promise<StackLock[]> {
  const files = await jsonFilesBelow(path.join(folder, lockFolder));
  return (await Promise.all(files.map(lockIn))).filter((lock) => lock !== undefined);
}

/** @returns undefined where the lock was given back meanwhile */
async function lockIn(file: string): Promise<StackLock | undefined> {
  const text = await readUnlessGone(file);
  if (text === undefined) return undefined;
  const stack = path.basename(path.dirname(file));
  const lock = parsed(text);
  if (lock === undefined) return { stack, file, holder: "nobody: its file is damaged", dead: true };
  return {
    stack,
    file,
    holder: `${lock.username}@${lock.hostname}, process ${lock.pid}, since ${lock.timestamp}`,
    dead: lock.hostname === hostname() && !(await isPulumi(lock.pid)),
  };
}

async function readUnlessGone(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** A host that lost its power may leave a file with a name and no content. */
function parsed(text: string): LockFile | undefined {
  try {
    return JSON.parse(text) as LockFile;
  } catch {
    return undefined;
  }
}

async function jsonFilesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true });
    return entries.filter((entry) => entry.endsWith(".json")).map((entry) => path.join(folder, entry));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Whether the pid is a living Pulumi: after a restart of the host it may be anybody's, and a killed one may not be reaped yet. */
async function isPulumi(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const [, name = "", state = ""] = /\((.*)\) (\S)/s.exec(await processStat(pid)) ?? [];
  // No /proc on this system: what lives may hold the lock.
  if (name === "") return true;
  return name.startsWith("pulumi") && state !== "Z";
}

async function processStat(pid: number): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/stat`, "utf8");
  } catch {
    return "";
  }
}
