import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
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
  const words = (await readOptional(`/proc/${pid}/cmdline`)).split("\0");
  return words.some((argument) => argument.includes(word)) ? pid : undefined;
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
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH") return "";
    throw error;
  }
}
