import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { EngineApi } from "../docker/engine-api.ts";
import { summarize, type Summary } from "./statistics.ts";

/** A service's anonymous memory at idle, in bytes. */
export interface MemoryUse {
  readonly container: string;
  /** Of the whole container, as its cgroup counts it: the first process and a running health check are in it. */
  readonly cgroup: Summary;
  /** Of the service's main process, as /proc counts it. Missing where the engine's processes cannot be seen. */
  readonly process?: Summary;
}

const samples = 10;
const settleMs = 2_000;
const betweenMs = 300;

interface Stats {
  readonly memory_stats: { readonly stats?: { readonly anon?: number; readonly total_rss?: number } };
}

interface Top {
  readonly Titles: readonly string[];
  readonly Processes: readonly (readonly string[])[];
}

/** Looks several times, as a health check comes and goes. */
export async function measureMemory(api: EngineApi, container: string, signal: AbortSignal): Promise<MemoryUse> {
  await pause(settleMs, undefined, { signal });
  const cgroup: number[] = [];
  const largest: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const stats = (await api.call("GET", `/containers/${container}/stats?stream=false&one-shot=true`)) as Stats;
    const { anon, total_rss } = stats.memory_stats.stats ?? {};
    const bytes = anon ?? total_rss;
    if (bytes !== undefined) cgroup.push(bytes);
    const process = await largestProcess(api, container);
    if (process !== undefined) largest.push(process);
    await pause(betweenMs, undefined, { signal });
  }
  if (cgroup.length === 0) throw new Error(`the engine counts no memory of ${container}`);
  return {
    container,
    cgroup: summarize(cgroup),
    ...(largest.length === 0 ? {} : { process: summarize(largest) }),
  };
}

async function largestProcess(api: EngineApi, container: string): Promise<number | undefined> {
  const { Titles, Processes } = (await api.call("GET", `/containers/${container}/top?ps_args=-eo%20pid,args`)) as Top;
  const column = Titles.indexOf("PID");
  const sizes = await Promise.all(Processes.map((row) => anonymousBytes(row[column] ?? "")));
  const known = sizes.filter((size) => size !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

async function anonymousBytes(pid: string): Promise<number | undefined> {
  try {
    const kibibytes = /^RssAnon:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1];
    return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
  } catch {
    // Ended in the meantime, or an engine in a virtual machine.
    return undefined;
  }
}
