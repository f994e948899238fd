import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { DeploymentOutput } from "../../stacks/outputs.ts";
import { control } from "./control.ts";

/** A service's main process in this machine's kernel; its system must run here. */
export interface ServiceProcess {
  readonly pid: number;
  /** Its arguments, the program first. */
  readonly argv: readonly string[];
  /** Its variables at its start. */
  readonly env: Readonly<Record<string, string>>;
  /** Fields of /proc/PID/status, such as CapEff, Uid, NoNewPrivs, Seccomp. */
  readonly status: Readonly<Partial<Record<string, string>>>;
  /** Whether its root is mounted read-only. */
  readonly readOnlyRoot: boolean;
}

/** Reads what runs, not what was asked for. */
export async function processOf(deployment: DeploymentOutput, service: string): Promise<ServiceProcess> {
  const pid = Number(await control(deployment, service, "pid"));
  if (!(pid > 1)) throw new Error(`the PID of ${service} is ${pid}`);
  const [status, mounts, argv, env] = await Promise.all(
    ["status", "mounts", "cmdline", "environ"].map((name) => readFile(`/proc/${pid}/${name}`, "utf8")),
  );
  const root = (mounts ?? "").split("\n").findLast((line) => line.split(" ")[1] === "/") ?? "";
  return {
    pid,
    argv: terminated(argv ?? ""),
    env: variablesIn(env ?? ""),
    status: Object.fromEntries((status ?? "").split("\n").map((line) => line.split(":\t") as [string, string])),
    readOnlyRoot: (root.split(" ")[3] ?? "").split(",").includes("ro"),
  };
}

/** Texts that each end with a zero byte, as in /proc/PID/cmdline. */
export function terminated(text: string): string[] {
  return text.split("\0").slice(0, -1);
}

/** Variables that each end with a zero byte, as in /proc/PID/environ and in the output of `env -0`. */
export function variablesIn(text: string): Record<string, string> {
  const entries = terminated(text).map((entry) => {
    const at = entry.indexOf("=");
    return [entry.slice(0, at), entry.slice(at + 1)] as const;
  });
  return Object.fromEntries(entries);
}

/** Whether arguments are those of a command. Of a script, they follow those of its interpreter. */
export function runsCommand(argv: readonly string[], command: readonly string[]): boolean {
  const before = argv.length - command.length;
  return before >= 0 && before <= interpreterWords && command.every((word, index) => argv[before + index] === word);
}

/**
 * Whether a command of a shell has replaced itself by another program, as entrypoints do with `exec`: arguments and variables are that program's then,
 * which may show its state there.
 */
export function hasReplaced({ argv }: Pick<ServiceProcess, "argv">, command: readonly string[]): boolean {
  return shells.has(basename(command[0] ?? "")) && !runsCommand(argv, command);
}

const shells: ReadonlySet<string> = new Set(["ash", "bash", "busybox", "dash", "sh"]);

/** What the first line of a script can have: the interpreter, and one argument. */
const interpreterWords = 2;

/** Limits that the kernel enforces on a process. */
export interface EffectiveLimits {
  readonly memoryBytes: number;
  readonly pids: number;
  readonly cpus: number;
}

/** The tightest limit on the path from a process's cgroups to the root of each hierarchy, v1 or v2. */
export async function limitsOf({ pid }: ServiceProcess): Promise<EffectiveLimits> {
  const lines = (await readFile(`/proc/${pid}/cgroup`, "utf8")).trim().split("\n");
  const groups = lines.map((line) => {
    const [, controllers = "", path = ""] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    return { controllers: controllers.split(","), path };
  });
  const unified = groups.find(({ controllers: [first] }) => first === "")?.path;
  const folderOf = (controller: string) => {
    const path = groups.find(({ controllers }) => controllers.includes(controller))?.path;
    return path === undefined ? ["/sys/fs/cgroup", unified ?? "/"] : [`/sys/fs/cgroup/${controller}`, path];
  };
  const least = async (controller: string, read: (folder: string) => Promise<number>) => {
    const [mount = "", path = ""] = folderOf(controller);
    return Math.min(...(await Promise.all(upwards(path).map((folder) => read(join(mount, folder))))));
  };
  return {
    memoryBytes: await least("memory", async (folder) => number(folder, ["memory.limit_in_bytes", "memory.max"])),
    pids: await least("pids", async (folder) => number(folder, ["pids.max"])),
    cpus: await least("cpu", cpus),
  };
}

/** The path and every folder above it. */
function upwards(path: string): string[] {
  const parts = path.split("/").filter(Boolean);
  return parts.map((_, index) => parts.slice(0, parts.length - index).join("/"));
}

async function number(folder: string, names: readonly string[]): Promise<number> {
  const text = await firstOf(folder, names);
  return text === undefined || text === "max" ? Infinity : Number(text);
}

async function cpus(folder: string): Promise<number> {
  const [quota = "max", period] = (await firstOf(folder, ["cpu.max", "cpu.cfs_quota_us"]))?.split(" ") ?? [];
  if (quota === "max" || Number(quota) < 0) return Infinity;
  return Number(quota) / Number(period ?? (await firstOf(folder, ["cpu.cfs_period_us"])));
}

async function firstOf(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    const text = await readFile(join(folder, name), "utf8").catch(() => undefined);
    if (text !== undefined) return text.trim();
  }
  return undefined;
}

/** Zombies among the processes that a service sees. */
export async function zombiesOf(deployment: DeploymentOutput, service: string): Promise<number> {
  const count = "cat /proc/[0-9]*/status 2>/dev/null | grep -c '^State:.Z' || true";
  return Number(await control(deployment, service, "exec", "bash", "-p", "-c", count));
}
