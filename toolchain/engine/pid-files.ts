import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import type { Work } from "../work.ts";
import { engineFiles, type EngineSettings } from "./settings.ts";

/**
 * Reads a PID file. @returns the PID if its process is the one that wrote it
 * @param word what one of the process's arguments must contain, as PIDs are reused
 */
export async function runningPid(file: string, word: string): Promise<number | undefined> {
  const pid = Number(await readOptional(file));
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const words = (await readProcess("/proc", pid, "cmdline")).split("\0");
  return words.some((argument) => argument.includes(word)) ? pid : undefined;
}

/**
 * Finds the process that was started with these arguments, one after the other. A daemon runs before it has written its PID
 * file; a start that follows an interrupted one finds it this way. A process of a container does not count: a daemon in a
 * container may have the same arguments, and is not ours to wait for or to end.
 * @param proc where the system shows its processes; without it no process is found. @default /proc
 */
export async function pidByArguments(words: readonly string[], proc = "/proc"): Promise<number | undefined> {
  const wanted = `\0${words.join("\0")}\0`;
  const names = await readdir(proc).catch(() => []);
  for (const pid of names.filter((name) => /^\d+$/.test(name)).map(Number)) {
    if (!(await readProcess(proc, pid, "cmdline")).includes(wanted)) continue;
    if ((await namespacesOf(proc, pid)) === (await namespacesOf(proc, "self"))) return pid;
  }
  return undefined;
}

/** How many PIDs a process has: one per PID namespace that it is in, nested ones counted. */
async function namespacesOf(proc: string, pid: number | "self"): Promise<number> {
  const line = /^NSpid:(.*)$/m.exec(await readProcess(proc, pid, "status"));
  return (line?.[1] ?? "").split("\t").filter(Boolean).length;
}

/** A file about a process; empty if the process has ended, or belongs to another user and is hidden. */
async function readProcess(proc: string, pid: number | "self", file: string): Promise<string> {
  return readFile(path.join(proc, String(pid), file), "utf8").catch(() => "");
}

/** After a crash the files name processes that have ended, or others that reuse their PIDs: the daemon refuses both. */
export async function removeStalePids(work: Work, settings: EngineSettings): Promise<void> {
  const execRoot = settings.execRoot ?? "/var/run/docker";
  const files = [
    { file: engineFiles(settings).pid, word: engineFiles(settings).pid },
    { file: path.join(execRoot, "containerd", "containerd.pid"), word: "containerd" },
  ];
  for (const { file, word } of files) {
    if (!existsSync(file) || (await runningPid(file, word)) !== undefined) continue;
    await rm(file, { force: true });
    work.note(`removed ${file}, left by a Docker daemon that was killed`);
  }
}

async function readOptional(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}
