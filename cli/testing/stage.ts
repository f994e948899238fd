import { execa } from "execa";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../../toolchain/environment.ts";

/** One part of the tests: a tool that passes or fails as a whole, test files, or a reason to skip it. */
export type Stage =
  | { readonly title: string; readonly command: readonly string[] }
  | {
      readonly title: string;
      readonly mocha: readonly string[];
      /** Added to the variables of all stages. */
      readonly env?: Readonly<Record<string, string>>;
    }
  | { readonly title: string; readonly skipped: string };

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed, as far as the part can tell. @default nothing is told */
  readonly failures?: readonly Failure[];
}

/** A failed test. */
export interface Failure {
  readonly title: string;
  readonly message: string;
}

/** Environment of a stage. */
export interface StageContext {
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
  /** Receives the stage's own lines. */
  readonly write: (text: string) => void;
  /** Whether programs write to the terminal themselves; else their output goes to `write` when they have ended. */
  readonly live: boolean;
}

/** Folder of JUnit and JSON reports. */
export const reports = join(projectRoot, "reports");

/** Runs a stage to its end and counts. */
export async function runStage(stage: Stage, context: StageContext): Promise<Count> {
  const started = Date.now();
  context.write(`\n== ${stage.title}\n`);
  if ("skipped" in stage) {
    context.write(`skipped: ${stage.skipped}\n`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const count = "mocha" in stage ? await runMocha(stage, context) : await runTool(stage.command, context);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const skipped = count.skipped === 0 ? "" : `, ${count.skipped} skipped`;
  context.write(`-- ${stage.title}: ${count.passed} passed, ${count.failed} failed${skipped} in ${seconds} s\n`);
  return count;
}

async function runTool(command: readonly string[], context: StageContext): Promise<Count> {
  const ok = (await runLocal(command, context)) === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

async function runMocha(
  { title, mocha, env = {} }: Extract<Stage, { readonly mocha: unknown }>,
  context: StageContext,
): Promise<Count> {
  const counts = `${reportOf(title)}.json`;
  const options = { counts, junit: `${reportOf(title)}.xml`, suite: title };
  const words = Object.entries(options).flatMap(([option, value]) => ["--reporter-option", `${option}=${value}`]);
  // Explicit, because mocha prints colours in every CI, with a terminal or not.
  const colour = process.stdout.isTTY && process.env.NO_COLOR === undefined ? "--color" : "--no-color";
  const reporter = ["--reporter", "./cli/testing/reporter.cjs", ...words, colour];
  const command = ["mocha", "--config", ".mocharc.json", ...reporter, ...mocha];
  const code = await runLocal(command, { ...context, env: { ...context.env, ...env } });
  const stats = await statsIn(counts);
  if (stats === undefined) {
    context.write(`the runner ended with ${code} and left no counts\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  // A runner that fails without a failed test has not run all of them; one without a passed test has proved nothing.
  const unexplained = stats.failures === 0 && (code !== 0 || stats.passes === 0) ? 1 : 0;
  const failed = stats.failures + unexplained;
  return { passed: stats.passes, failed, skipped: stats.pending, failures: stats.failed };
}

/** Path of a stage's reports, without a suffix. */
function reportOf(title: string): string {
  return join(reports, title.replaceAll(/\W+/g, "-"));
}

/** What a stage of test files has counted in this run; undefined if it has not ended. */
export async function countOf(title: string): Promise<Count | undefined> {
  const stats = await statsIn(`${reportOf(title)}.json`);
  if (stats === undefined) return undefined;
  return { passed: stats.passes, failed: stats.failures, skipped: stats.pending, failures: stats.failed };
}

interface Stats {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
  readonly failed: readonly Failure[];
}

async function statsIn(path: string): Promise<Stats | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Stats;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Runs a program of node_modules and shows its output. */
async function runLocal([command = "", ...args]: readonly string[], context: StageContext): Promise<number> {
  const { env, signal, live, write } = context;
  const common = {
    cwd: projectRoot,
    env,
    preferLocal: true,
    localDir: projectRoot,
    stdin: "ignore",
    reject: false,
    forceKillAfterDelay: 60_000,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  } as const;
  if (live) return (await execa(command, args, { ...common, stdout: "inherit", stderr: "inherit" })).exitCode ?? 1;
  const { exitCode, all } = await execa(command, args, { ...common, all: true });
  write(`${all}\n`);
  return exitCode ?? 1;
}
