import { readdir, readFile } from "node:fs/promises";
import { hostname, uptime } from "node:os";
import path from "node:path";
import { projectName } from "../environment.ts";
import { pidNamespace } from "../host/process-identity.mjs";

/** A lock on a stack in a file backend. */
export interface StackLock {
  readonly stack: string;
  readonly file: string;
  /** Who holds it, for people. */
  readonly holder: string;
  /** Whether its holder has certainly ended: killed, or started before the last boot of this host. */
  readonly dead: boolean;
}

/** A lock as Pulumi's file backend writes it. */
interface LockFile {
  readonly pid: number;
  readonly username: string;
  readonly hostname: string;
  readonly timestamp: string;
}

/** Of this project only: a backend of the user's own holds other projects as well. */
const lockFolder = `.pulumi/locks/organization/${projectName}`;

/** @param folder of the backend's state: the path in its `file://` address */
export async function stackLocks(folder: string): Promise<StackLock[]> {
  const files = await jsonFilesBelow(path.join(folder, lockFolder));
  return (await Promise.all(files.map(lockIn))).filter((lock) => lock !== undefined);
}

/** @returns undefined if the lock was released meanwhile */
async function lockIn(file: string): Promise<StackLock | undefined> {
  const text = await readUnlessGone(file);
  if (text === undefined) return undefined;
  const stack = path.basename(path.dirname(file));
  const lock = parsed(text);
  if (lock === undefined) return { stack, file, holder: "an unknown process (damaged file)", dead: true };
  return {
    stack,
    file,
    holder: `${lock.username}@${lock.hostname}, process ${lock.pid}, since ${lock.timestamp}`,
    dead: lock.hostname === hostname() && (await hasEnded(lock)),
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

/** @returns undefined for a damaged file: a loss of power may leave an empty one */
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

/** PID namespace that a host boots with: all of its processes are visible there. */
const initialNamespace = "pid:[4026531836]";

/**
 * Whether a Pulumi of this host has certainly ended. Its PID counts in a PID namespace that the lock does not name: this one, or one below, such
 * as a container's. Who is in such a one sees nothing of the others, but knows when the host has booted.
 */
async function hasEnded({ pid, timestamp }: LockFile): Promise<boolean> {
  if (await isPulumi(pid)) return false;
  const namespace = pidNamespace();
  if (namespace === "") return true;
  if (namespace === initialNamespace) return !(await isPulumiBelow(pid));
  return Date.parse(timestamp) < Date.now() - uptime() * 1000;
}

/** Whether a Pulumi has this PID in a PID namespace below this one. */
async function isPulumiBelow(wanted: number): Promise<boolean> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
      const [, own = ""] = /^NSpid:\s*\d+\s+(.*)$/m.exec(status) ?? [];
      return own.split(/\s+/).map(Number).includes(wanted) && (await isPulumi(pid));
    }),
  );
  return found.includes(true);
}

/** Whether the PID is a living Pulumi: after a reboot it may be another process, and a killed Pulumi may be a zombie. */
async function isPulumi(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const [, name = "", state = ""] = /\((.*)\) (\S)/s.exec(await processStat(pid)) ?? [];
  // No /proc on this system: any living process may hold the lock.
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
