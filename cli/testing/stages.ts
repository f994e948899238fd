import { mkdir, rm } from "node:fs/promises";
import { failureText } from "./failure-text.ts";
import { reports, runStage, type Count, type Stage } from "./stage.ts";

/** Stages that run at the same time; the output of each is shown when it has ended. */
export interface Together {
  readonly title: string;
  readonly together: readonly Stage[];
  /** How many at most. */
  readonly atOnce: number;
}

export type { Stage } from "./stage.ts";

const heartbeatMs = 30_000;

interface Run {
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
}

interface Result {
  readonly title: string;
  readonly count: Count;
}

/**
 * Runs stages one after another, also after a failure, and prints one line of counts at the end.
 * @param env added to every stage's variables
 * @returns the exit code: 0 if nothing failed
 */
export async function runStages(
  stages: readonly (Stage | Together)[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<number> {
  const run = { env, signal };
  const results: Result[] = [];
  await rm(reports, { recursive: true, force: true });
  await mkdir(reports, { recursive: true });
  for (const stage of stages) {
    signal?.throwIfAborted();
    results.push(...("together" in stage ? await runTogether(stage, run) : [await runAlone(stage, run)]));
  }
  const failed = results.filter(({ count }) => count.failed > 0).map(({ title }) => title);
  // Once more, since what a part has printed is far above by now.
  for (const { title, count } of results)
    for (const failure of count.failures ?? []) print(failureText(title, failure));
  if (failed.length > 0) print(`\nfailed: ${failed.join(", ")}\n`);
  const total = (of: "passed" | "failed" | "skipped") => results.reduce((sum, { count }) => sum + count[of], 0);
  print(`\n${total("passed")} passed, ${total("failed")} failed, ${total("skipped")} skipped\n`);
  return total("failed") === 0 ? 0 : 1;
}

async function runAlone(stage: Stage, run: Run): Promise<Result> {
  return { title: stage.title, count: await runStage(stage, { ...run, write: print, live: true }) };
}

async function runTogether({ title, together, atOnce }: Together, run: Run): Promise<Result[]> {
  const started = Date.now();
  print(`\n== ${title}: ${together.map((stage) => stage.title).join(", ")}; ${atOnce} at once\n`);
  const waiting = [...together];
  const underWay = new Set<string>();
  const results: Result[] = [];
  const heartbeat = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    print(`   [${seconds} s] ${[...underWay].join(", ")} under way, ${waiting.length} waiting\n`);
  }, heartbeatMs);
  const worker = async () => {
    for (let stage = waiting.shift(); stage !== undefined; stage = waiting.shift()) {
      run.signal?.throwIfAborted();
      underWay.add(stage.title);
      const printed: string[] = [];
      const count = await runStage(stage, { ...run, write: (text) => printed.push(text), live: false });
      underWay.delete(stage.title);
      print(printed.join(""));
      results.push({ title: stage.title, count });
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, worker));
  } finally {
    clearInterval(heartbeat);
  }
  print(`\n-- ${title}: all ended after ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
  return results;
}

function print(text: string): void {
  process.stdout.write(text);
}
