import { execa } from "execa";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../../toolchain/environment.ts";

/** One part of the tests: a tool that passes or fails as a whole, or test files. */
export type Stage =
  | { readonly title: string; readonly command: readonly string[] }
  | { readonly title: string; readonly mocha: readonly string[] }
  | { readonly title: string; readonly skipped: string };

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** Where JUnit and JSON reports go. */
const reports = join(projectRoot, "reports");

/**
 * Runs stages one after another, also after one has failed, and prints one line of counts in the end.
 * @param env added to every stage's variables
 * @returns the exit code: 0 where nothing failed
 */
export async function runStages(
  stages: readonly Stage[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<number> {
  const total: Count = { passed: 0, failed: 0, skipped: 0 };
  const failed: string[] = [];
  await rm(reports, { recursive: true, force: true });
  await mkdir(reports, { recursive: true });
  for (const stage of stages) {
    signal?.throwIfAborted();
    const count = await runStage(stage, env, signal);
    total.passed += count.passed;
    total.failed += count.failed;
    total.skipped += count.skipped;
    if (count.failed > 0) failed.push(stage.title);
  }
  if (failed.length > 0) process.stdout.write(`\nfailed: ${failed.join(", ")}\n`);
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
  return total.failed === 0 ? 0 : 1;
}

async function runStage(
  stage: Stage,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<Count> {
  const started = Date.now();
  process.stdout.write(`\n== ${stage.title}\n`);
  if ("skipped" in stage) {
    process.stdout.write(`skipped: ${stage.skipped}\n`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const count =
    "mocha" in stage
      ? await runMocha(stage.title, stage.mocha, env, signal)
      : await runTool(stage.command, env, signal);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stdout.write(`-- ${stage.title}: ${count.passed} passed, ${count.failed} failed in ${seconds} s\n`);
  return count;
}

async function runTool(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
) {
  const ok = (await runLocal(command, env, signal)) === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

async function runMocha(
  title: string,
  patterns: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<Count> {
  const counts = join(reports, `${title}.json`);
  const options = { counts, junit: join(reports, `${title}.xml`), suite: title };
  const words = Object.entries(options).flatMap(([name, value]) => ["--reporter-option", `${name}=${value}`]);
  // Said outright: mocha would colour for any CI, terminal or not.
  const colour = process.stdout.isTTY && process.env.NO_COLOR === undefined ? "--color" : "--no-color";
  const reporter = ["--reporter", "./cli/testing/reporter.cjs", ...words, colour];
  const code = await runLocal(["mocha", "--config", ".mocharc.json", ...reporter, ...patterns], env, signal);
  const stats = await statsIn(counts);
  if (stats === undefined) {
    process.stdout.write(`the runner ended with ${code} and left no counts\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  // A runner that ends badly without a failed test has not run them all; one that ran none has proved nothing.
  const unexplained = stats.failures === 0 && (code !== 0 || stats.passes === 0) ? 1 : 0;
  return { passed: stats.passes, failed: stats.failures + unexplained, skipped: stats.pending };
}

interface Stats {
  readonly passes: number;
  readonly failures: number;
  readonly pending: number;
}

async function statsIn(path: string): Promise<Stats | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Stats;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** Runs a program of node_modules and shows what it prints. */
async function runLocal(
  [command = "", ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { exitCode } = await execa(command, args, {
    cwd: projectRoot,
    env,
    preferLocal: true,
    localDir: projectRoot,
    stdin: "ignore",
    stdout: "inherit",
    stderr: "inherit",
    reject: false,
    forceKillAfterDelay: 60_000,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  });
  return exitCode ?? 1;
}
