import { execa } from "execa";
import { once } from "node:events";
import { constants } from "node:os";
import type { Writable } from "node:stream";
import { projectRoot } from "../../toolchain/environment.ts";
import { mergedByTime } from "./merge.ts";
import type { ReplicaCommand, Requested } from "./request.ts";
import { endTree, runArgv } from "./run.ts";

/**
 * Runs a verb for several replicas: `logs` at once, everything else one after another. Lines of `logs` and `status` begin with the
 * replica's name.
 * @returns the highest exit code
 */
export async function runSeveral(
  { verb, commands }: Requested,
  signal?: AbortSignal,
  stdout: Writable = process.stdout,
): Promise<number> {
  const output = outputTo(stdout, commands, signal);
  if (verb === "logs") return printLogs(commands, output);
  const run = ({ argv }: ReplicaCommand) => runArgv(argv, signal);
  return inTurn(commands, verb === "status" ? (command) => printLines(command, output) : run, output.ends);
}

async function inTurn(
  commands: readonly ReplicaCommand[],
  run: (command: ReplicaCommand) => Promise<number>,
  ends: AbortSignal,
): Promise<number> {
  let worst = 0;
  for (const command of commands) {
    if (ends.aborted) break;
    worst = Math.max(worst, await run(command));
  }
  return worst;
}

/** As they come if they are followed, else sorted by time. */
async function printLogs(commands: readonly ReplicaCommand[], output: Output): Promise<number> {
  if (commands.some(({ argv }) => argv.includes("--follow"))) {
    return Math.max(...(await Promise.all(commands.map((command) => printLines(command, output)))));
  }
  const started = commands.map((command) => ({ owner: command.name, ...start(command, output.ends) }));
  for await (const { owner, text } of mergedByTime(started)) await output.print(owner, text);
  return Math.max(...(await Promise.all(started.map(({ code }) => code()))));
}

async function printLines(command: ReplicaCommand, output: Output): Promise<number> {
  const { lines, code } = start(command, output.ends);
  for await (const line of lines) await output.print(command.name, line);
  return code();
}

/** A running command: its lines of both streams, and its exit code, 128 plus the signal's number if a signal has ended it. */
function start({ argv }: ReplicaCommand, ends: AbortSignal) {
  // One pipe for both streams: if only one of two were read, a command that fills the other would hang.
  const both = ["-c", 'exec "$@" 2>&1', "sh", ...argv];
  const child = execa("sh", both, { cwd: projectRoot, stdin: "ignore", reject: false, buffer: false });
  const end = () => {
    if (child.pid !== undefined) void endTree(child.pid);
  };
  ends.addEventListener("abort", end, { once: true });
  if (ends.aborted) end();
  const code = async (): Promise<number> => {
    const { exitCode, signal } = await child;
    ends.removeEventListener("abort", end);
    if (exitCode !== undefined) return exitCode;
    return signal === undefined ? 1 : 128 + constants.signals[signal];
  };
  return { lines: child.iterable(), code };
}

/** Output with the name of a replica before each line. */
interface Output {
  print(name: string, line: string): Promise<void>;
  /** Aborted when the command is interrupted, or its output is not read any more. */
  readonly ends: AbortSignal;
}

function outputTo(stdout: Writable, commands: readonly ReplicaCommand[], signal: AbortSignal | undefined): Output {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const unread = new AbortController();
  stdout.on("error", () => {
    unread.abort();
  });
  const ends = signal === undefined ? unread.signal : AbortSignal.any([signal, unread.signal]);
  return {
    ends,
    async print(name, line) {
      if (ends.aborted || stdout.write(`${name.padEnd(width)} | ${line}\n`)) return;
      await once(stdout, "drain", { signal: ends }).catch(() => undefined);
    },
  };
}
