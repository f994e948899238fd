import { existsSync } from "node:fs";
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import type { Work } from "../work.ts";
import { engineFiles, type EngineSettings } from "./settings.ts";

/**
 * Reads a pid file and looks whether the process is the one that wrote it.
 * @param word what one of the process's arguments must contain, as pids are used again
 */
export async function runningPid(file: string, word: string): Promise<number | undefined> {
  const pid = Number(await readOptional(file));
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const words = (await readProcess("/proc", pid, "cmdline")).split("\0");
  return words.some((argument) => argument.includes(word)) ? pid : undefined;
}

/**
 * Finds the process that was started with these arguments, one after the other. A daemon is there before its pid file is,
 * and who interrupts a start and starts again meets it in between. A process of a container does not count: an engine that
 * was started in there has the same arguments and is not ours to wait for or to end.
 * @param proc where the system shows its processes; no process is found where it shows none. @default /proc
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

/** How many pids a process has: one, and one more for each namespace of pids that it is further down. */
async function namespacesOf(proc: string, pid: number | "self"): Promise<number> {
  const line = /^NSpid:(.*)$/m.exec(await readProcess(proc, pid, "status"));
  return (line?.[1] ?? "").split("\t").filter(Boolean).length;
}

/** A file about a process; empty where that is gone, or another user's that the system hides. */
async function readProcess(proc: string, pid: number | "self", file: string): Promise<string> {
  return readFile(path.join(proc, String(pid), file), "utf8").catch(() => "");
}

/** After a hard stop the files name processes that are gone, or others that now have their pids: the engine refuses both. */
export async function removeStalePids(work: Work, settings: EngineSettings): Promise<void> {
  const execRoot = settings.execRoot ?? "/var/run/docker";
  const files = [
    { file: engineFiles(settings).pid, word: engineFiles(settings).pid },
    { file: path.join(execRoot, "containerd", "containerd.pid"), word: "containerd" },
  ];
  for (const { file, word } of files) {
    if (!existsSync(file) || (await runningPid(file, word)) !== undefined) continue;
    await rm(file, { force: true });
    work.note(`removed ${file}, left by an engine that was stopped hard`);
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
