import { Command } from "commander";
import type { StackOutputs } from "../stacks/outputs.ts";
import { defaultStack } from "../stacks/stack-names.ts";
import { projectName, projectRoot } from "../toolchain/environment.ts";
import { recoverBeforeUp } from "./data/recover.ts";
import { firstAnswer } from "./stack/answer.ts";
import { driftOf } from "./stack/leftovers.ts";
import { clearDeadLocks } from "./stack/locks.ts";
import { prepare, type Workshop } from "./stack/prepare.ts";
import { pulumiRunner, type PulumiRunner } from "./stack/pulumi.ts";
import { privateConfig } from "./stack/stack-config.ts";
import { checkedStackName } from "./stack/stack-name.ts";
import { mendStateFiles } from "./stack/state-files.ts";
import { stackState } from "./stack/state.ts";
import { summary } from "./stack/summary.ts";

interface Options {
  readonly refresh?: boolean;
  readonly json?: boolean;
}

const answerWithinMs = 30_000;

/** Deploys a stack and prints an answer of it. */
export async function main(args: string[], signal?: AbortSignal): Promise<number> {
  let code = 0;
  const program = new Command("npm run up --")
    .description(
      "Runs setup, deploys a stack, waits until every service is healthy, and prints the services and one real answer.\n" +
        "Repairs first what an interrupted run left or lost.",
    )
    .argument("[stack]", "an approach, or dev", defaultStack)
    .option("--refresh", "compare every resource with what exists first, not only those that seem to be missing")
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
  const workshop = await prepare(stack, signal);
  const pulumi = pulumiRunner(workshop.toolchain, options.json ? "stderr" : "stdout");
  // Setup creates no stacks in a backend of the user's own.
  if ((process.env.PULUMI_BACKEND_URL ?? "") !== "") await pulumi.read(["stack", "select", stack, "--create"]);
  const config = await privateConfig(projectRoot, stack);
  say(await clearDeadLocks(workshop.backend, stack));
  say(await recoverBeforeUp(workshop, stack, signal));
  const drifted = await mend(stack, workshop, pulumi, config);
  const refresh = drifted || options.refresh ? ["--refresh"] : [];
  const code = await pulumi.show(
    ["up", "--stack", stack, "--yes", "--skip-preview", "--suppress-outputs", ...refresh, ...config],
    signal,
  );
  if (code !== 0) return code;
  await show(stack, pulumi, options, signal);
  return 0;
}

/**
 * Repairs what a killed run left, and prints what it did.
 * @returns whether something that was deployed is missing, so that Pulumi must refresh
 */
async function mend(
  stack: string,
  { backend, systems, instance }: Workshop,
  pulumi: PulumiRunner,
  config: readonly string[],
): Promise<boolean> {
  say(await mendStateFiles(backend, projectName));
  const state = await stackState(pulumi, stack);
  const drifts = await driftOf(systems.all, state.resources, { instance, stack });
  for (const { system, drift } of drifts) say(await system.remove(drift.stray));
  const lost = drifts.flatMap(({ drift }) => drift.lost);
  say(lost);
  if (state.pendingOperations === 0) return lost.length > 0;
  say([`${state.pendingOperations} operations were interrupted: reading what exists`]);
  await pulumi.read(["refresh", "--stack", stack, "--yes", "--skip-preview", "--clear-pending-creates", ...config]);
  return false;
}

function say(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`mending: ${line}\n`);
}

async function show(
  stack: string,
  pulumi: PulumiRunner,
  options: Options,
  signal: AbortSignal | undefined,
): Promise<void> {
  const outputs = JSON.parse(await pulumi.read(["stack", "output", "--json", "--stack", stack])) as StackOutputs;
  const answers: Record<string, string> = {};
  for (const [approach, { entry }] of Object.entries(outputs.deployments)) {
    answers[approach] = (await firstAnswer(entry.url, answerWithinMs, signal)).trim();
  }
  process.stdout.write(
    options.json ? `${JSON.stringify({ ...outputs, answers }, null, 2)}\n` : `\n${summary(outputs, answers)}`,
  );
}
