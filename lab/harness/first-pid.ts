import { readFile } from "node:fs/promises";

/** A process as /proc/PID/stat of this machine has it. */
export interface Stat {
  readonly pid: number;
  readonly parent: number;
  /** In clock ticks since the host's boot. */
  readonly started: number;
}

/**
 * PID 1 of a container among all its processes: the oldest of those whose parent is none of them. What a check or `exec` has started there is
 * younger.
 * @returns 0 if there is no process
 */
export function firstOf(stats: readonly Stat[]): number {
  const pids = new Set(stats.map(({ pid }) => pid));
  const roots = stats.filter(({ parent }) => !pids.has(parent)).sort((a, b) => a.started - b.started || a.pid - b.pid);
  return roots[0]?.pid ?? 0;
}

/** @param pids on this machine, one per line, as the verb `pids` prints them @returns 0 if none of them runs */
export async function firstPid(pids: string): Promise<number> {
  const numbers = pids.split(/\s+/).map(Number);
  const stats = await Promise.all(numbers.filter((pid) => pid > 0).map(statOf));
  return firstOf(stats.filter((stat) => stat !== undefined));
}

async function statOf(pid: number): Promise<Stat | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseStat(text);
}

/** @param text of /proc/PID/stat; the program's name, in brackets, may contain spaces and brackets */
export function parseStat(text: string): Stat {
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { pid: Number.parseInt(text, 10), parent: Number(fields[1]), started: Number(fields[19]) };
}
