import { Command } from "commander";
import { join } from "node:path";
import { buildLogsBeside, contextsFolder } from "../stacks/build-log.ts";
import { lostVariable } from "../stacks/commanded/lost.ts";
import type { StackOutputs } from "../stacks/outputs.ts";
import { defaultStack } from "../stacks/stack-names.ts";
import { projectName, projectRoot } from "../toolchain/environment.ts";
import { recoverBeforeUp } from "./data/recover.ts";
import { firstAnswer } from "./stack/answer.ts";
import { failedBuilds } from "./stack/failed-builds.ts";
import { hardenStack } from "./stack/harden-stack.ts";
import { hardenedLines } from "./stack/harden.ts";
import { driftOf } from "./stack/leftovers.ts";
import { withStack } from "./stack/lock-stack.ts";
import { clearDeadLocks } from "./stack/locks.ts";
import { startStopped, troublesIn, waitUntilMended } from "./stack/mend-services.ts";
import { refuseMoved } from "./stack/moved.ts";
import { precheck, systemsOf } from "./stack/precheck.ts";
import { prepare, type Workshop } from "./stack/prepare.ts";
import { pulumiRunner, type PulumiRunner } from "./stack/pulumi.ts";
import { remember, workloadConfig } from "./stack/remember.ts";
import { privateConfig } from "./stack/stack-config.ts";
import { checkedStackName } from "./stack/stack-name.ts";
import { mendStateFiles } from "./stack/state-files.ts";
import { stackState } from "./stack/state.ts";
import { summary } from "./stack/summary.ts";
import { ensureTools } from "./stack/system-tools.ts";
import { isFine } from "./stack/trouble.ts";
import { showWatched } from "./stack/watch-systems.ts";

interface Options {
  readonly refresh?: boolean;
  readonly json?: boolean;
  readonly workload?: string;
  readonly profile?: readonly string[];
  readonly harden?: boolean;
}

const answerWithinMs = 30_000;

/** Deploys a stack and prints an answer of it. */
export async function main(args: string[], signal?: AbortSignal): Promise<number> {
  let code = 0;
  const program = new Command("npm run up --")
    .description(
      "Runs setup, deploys a stack, waits until every service is healthy, and prints the services and one real answer.\n" +
        "Repairs first what an interrupted run left or lost, and starts services that were stopped or given up.",
    )
    .argument("[stack]", "an approach, or dev", defaultStack)
    .option("--refresh", "compare every resource with what exists first, not only those that seem to be missing")
    .option(
      "--workload <name or path>",
      "what is deployed: one of services/, or a Compose file, a folder with one, or several with colons between them. The stack's file remembers it",
    )
    .option("--profile <name...>", "profiles of the Compose file that are on. Remembered too")
    .option(
      "--harden",
      "find by trying what each service of a Compose file can be restricted to, and deploy it so. Remembered too",
    )
    .option("--json", "print the outputs and the answers as JSON; everything else goes to standard error")
    .exitOverride()
    .action(async (stack: string, options: Options) => {
      code = await up(stack, options, signal);
    });
  await program.parseAsync(args, { from: "user" });
  return code;
}

async function up(name: string, options: Options, signal: AbortSignal | undefined): Promise<number> {
  const stack = checkedStackName(name, projectRoot);
  const over = workloadConfig(options.workload, options.profile ?? [], projectRoot, process.env);
  await precheck(projectRoot, stack, over);
  await remember(projectRoot, stack, over);
  const workshop = await prepare(stack, signal);
  await ensureTools(await systemsOf(projectRoot, stack, workshop.systems), signal);
  const pulumi = pulumiRunner(workshop.toolchain, options.json ? "stderr" : "stdout");
  return withStack(stack, `deploys the stack ${stack}`, signal, () => deploy(stack, workshop, pulumi, options, signal));
}

async function deploy(
  stack: string,
  workshop: Workshop,
  pulumi: PulumiRunner,
  options: Options,
  signal: AbortSignal | undefined,
): Promise<number> {
  const config = await privateConfig(projectRoot, stack);
  say(await clearDeadLocks(workshop.backend, stack));
  // Before anything reads them.
  say(await mendStateFiles(workshop.backend, projectName));
  // Setup creates no stacks in a backend of the user's own.
  if ((process.env.PULUMI_BACKEND_URL ?? "") !== "") await pulumi.read(["stack", "select", stack, "--create"]);
  say(await recoverBeforeUp(workshop, stack));
  const { drifted, replaced, troubled } = await mend(stack, workshop, pulumi, config);
  const refresh = drifted || options.refresh ? ["--refresh"] : [];
  const again = replaced.flatMap((urn) => ["--replace", urn]);
  process.env[lostVariable] = replaced.join("\n");
  const began = Date.now();
  const words = ["up", "--stack", stack, "--yes", "--skip-preview", "--suppress-outputs"];
  const watching = { systems: workshop.systems.all, again: `npm run up -- ${stack}`, signal };
  const code = await showWatched(pulumi, [...words, ...refresh, ...again, ...config], watching);
  if (code !== 0) {
    const logs = join(projectRoot, buildLogsBeside(contextsFolder));
    const builds = failedBuilds(logs, began);
    // An interruption needs no reason.
    const asked = signal?.aborted === true ? [] : workshop.systems.all;
    const hints = await Promise.all(asked.map((system) => system.diagnose()));
    for (const line of [...(await builds), ...hints.flat()]) process.stderr.write(`${line}\n`);
    return code;
  }
  const read = async () =>
    JSON.parse(await pulumi.read(["stack", "output", "--json", "--stack", stack])) as StackOutputs;
  const outputs = await read();
  // Pulumi has waited for what it has created or changed, and for nothing else.
  if (troubled) await waitUntilMended(outputs, stack, say, signal);
  if (options.harden === true) {
    // Pulumi reads a copy of the stack's file, which has changed by then.
    const again = async () =>
      (await showWatched(pulumi, [...words, ...(await privateConfig(projectRoot, stack))], watching)) === 0;
    const tell = (lines: readonly string[]) => {
      for (const line of lines) process.stderr.write(`hardening: ${line}\n`);
    };
    tell(hardenedLines(await hardenStack({ project: projectRoot, stack, outputs, deploy: again, say: tell, signal })));
  }
  await show(options.harden === true ? await read() : outputs, options, signal);
  return 0;
}

interface Mended {
  /** Whether something that was deployed is missing, so that Pulumi must refresh. */
  readonly drifted: boolean;
  /** URNs of what Pulumi must replace. */
  readonly replaced: readonly string[];
  /** Whether something that is deployed did not work. */
  readonly troubled: boolean;
}

/** Repairs what a killed run left, starts what was stopped or given up, and prints what it did. */
async function mend(
  stack: string,
  { backend, systems, instance }: Workshop,
  pulumi: PulumiRunner,
  config: readonly string[],
): Promise<Mended> {
  const state = await stackState(pulumi, backend, stack);
  await refuseMoved(state, systems.all, stack);
  const look = async () => driftOf(systems.all, state.resources, { instance, stack });
  const [troubles, first] = await Promise.all([troublesIn(state.outputs), look()]);
  const started = await startStopped(troubles);
  say(started);
  // What was started is not lost.
  const drifts = started.length === 0 ? first : await look();
  for (const { system, drift } of drifts) say(await system.remove(drift.stray));
  const lost = drifts.flatMap(({ drift }) => drift.lost);
  say(lost);
  const replaced = drifts.flatMap(({ drift }) => drift.replaced ?? []);
  const troubled = !Object.values(troubles).every(isFine);
  if (state.pendingOperations === 0) return { drifted: lost.length > 0, replaced, troubled };
  say([`${state.pendingOperations} operations were interrupted: reading what exists`]);
  await pulumi.read(["refresh", "--stack", stack, "--yes", "--skip-preview", "--clear-pending-creates", ...config]);
  return { drifted: false, replaced, troubled };
}

function say(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`mending: ${line}\n`);
}

async function show(outputs: StackOutputs, options: Options, signal: AbortSignal | undefined): Promise<void> {
  const answers: Record<string, string> = {};
  for (const [approach, { entry }] of Object.entries(outputs.deployments)) {
    answers[approach] =
      entry.onlyOnItsHost === true
        ? `not asked: ${entry.url} is reached on its own host only`
        : (await firstAnswer(entry, answerWithinMs, signal)).trim();
  }
  process.stdout.write(
    options.json ? `${JSON.stringify({ ...outputs, answers }, null, 2)}\n` : `\n${summary(outputs, answers)}`,
  );
}
