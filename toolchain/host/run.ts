import { execa } from "execa";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Work } from "../work.ts";

const graceMs = 5_000;
const shownLines = 15;

/** How a process is run. */
export interface ProcessOptions {
  readonly cwd?: string;
  /** Added to this process's own variables; undefined removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** @default none */
  readonly timeoutMs?: number;
  /** Called with every line of output, of both streams. */
  readonly onLine?: (line: string) => void;
}

/** A process that failed, with the end of its output. */
export class ProcessFailure extends Error {
  override readonly name = "ProcessFailure";
  /** The last lines of its output. */
  readonly output: string;
  /** Whether it was ended because it took too long. */
  readonly timedOut: boolean;

  constructor(command: string, how: string, output: string, timedOut: boolean) {
    super(`${command} ${how}${output === "" ? "" : `:\n${output}`}`);
    this.output = output;
    this.timedOut = timedOut;
  }
}

/**
 * Runs a program in a process group of its own, so that all it starts ends with it when the work is interrupted.
 * @returns its standard output without the last newline
 */
export async function run(
  work: Work,
  file: string,
  args: readonly string[],
  options: ProcessOptions = {},
): Promise<string> {
  work.signal.throwIfAborted();
  const child = execa(file, args, {
    detached: true,
    stdin: "ignore",
    reject: false,
    all: true,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...options.env, ...work.lock?.mark },
  });
  let timedOut = false;
  const stop = () => {
    endGroup(child);
  };
  const timer = setTimeout(
    () => {
      timedOut = true;
      stop();
    },
    options.timeoutMs ?? 2 ** 31 - 1,
  );
  work.signal.addEventListener("abort", stop, { once: true });
  try {
    if (child.pid !== undefined) await work.lock?.addChild(child.pid);
    if (options.onLine !== undefined) createInterface({ input: child.all }).on("line", options.onLine);
    const result = await child;
    work.signal.throwIfAborted();
    if (result.failed) throw failureOf([file, ...args].join(" "), result, timedOut);
    return result.stdout;
  } finally {
    clearTimeout(timer);
    work.signal.removeEventListener("abort", stop);
    if (child.pid !== undefined) await work.lock?.removeChild(child.pid);
  }
}

interface Ended {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly all?: string | undefined;
  readonly originalMessage?: string | undefined;
}

function failureOf(command: string, ended: Ended, timedOut: boolean): ProcessFailure {
  const tail = (ended.all ?? "").trim().split("\n").slice(-shownLines).join("\n");
  const code = ended.exitCode ?? ended.signal ?? ended.originalMessage ?? "no reason given";
  return new ProcessFailure(command, timedOut ? "took too long" : `failed (${code})`, tail, timedOut);
}

function endGroup(child: Pick<ChildProcess, "pid" | "once" | "stdout" | "stderr">): void {
  const { pid } = child;
  if (pid === undefined) return;
  signalGroup(pid, "SIGTERM");
  const timer = setTimeout(() => {
    signalGroup(pid, "SIGKILL");
    // A process that has left the group may still hold the other ends; do not wait for it.
    child.stdout?.destroy();
    child.stderr?.destroy();
  }, graceMs);
  child.once("close", () => {
    clearTimeout(timer);
  });
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
