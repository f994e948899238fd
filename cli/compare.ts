import { Command, InvalidArgumentError } from "commander";
import { execa } from "execa";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { UserError } from "../errors/user-error.ts";
import { experiments } from "../lab/experiments.ts";
import { experimentsNamed, runLab, type RunRequest } from "../lab/harness/run.ts";
import { roundsOf } from "../lab/harness/schedule.ts";
import { approachNames, approachesNamed } from "../stacks/approaches.ts";
import type { Approach } from "../stacks/contract.ts";
import { unmetRequirements } from "../stacks/requirements.ts";
import { defaultStack } from "../stacks/stack-names.ts";
import { projectName, projectRoot } from "../toolchain/environment.ts";
import { withReportOptions, type ReportOptions } from "./comparing/options.ts";
import { checkReportOptions, printDifference, publish } from "./comparing/publish.ts";
import { sweep } from "./stack/leftovers.ts";
import { prepare } from "./stack/prepare.ts";

interface Options extends ReportOptions {
  readonly only?: string;
  readonly all?: boolean;
  readonly experiments?: string;
  readonly rounds?: number;
  readonly quick?: boolean;
  readonly seed?: number;
  readonly fresh?: boolean;
  readonly list?: boolean;
}

const defaultRounds = 7;
const quickRounds = 3;

/** Measures approaches side by side. */
export async function main(args: string[], signal?: AbortSignal): Promise<number> {
  let code = 0;
  const program = withReportOptions(
    new Command("npm run compare --")
      .description(
        "Deploys approaches side by side, measures them in interleaved rounds, writes results/ and report/, and prints the table.\n" +
          "With two folders of results: says what changed significantly from the first to the second, and measures nothing.\n" +
          "An interrupted run goes on where it stopped. What you have deployed is left alone.",
      )
      .argument("[runs...]", "none, or two folders of results")
      .option("--only <names>", "these approaches, with commas between. Default: those of the stack dev")
      .option("--all", "every approach")
      .option("--experiments <names>", "these experiments, with commas between. Default: all")
      .option("--rounds <number>", `counted rounds of timings. Default: ${defaultRounds}`, wholeNumber)
      .option(
        "--quick",
        `${quickRounds} rounds, without what takes long: a first impression, too few to tell small differences`,
      )
      .option("--seed <number>", "where the random order starts from. Default: a random one", wholeNumber)
      .option("--fresh", "begin anew although an interrupted run with the same settings could go on")
      .option("--list", "say what each experiment asks, and measure nothing"),
  )
    .addHelpText("after", "\nExit codes: 0 measured; 1 some cells failed, or a budget is broken.")
    .exitOverride()
    .action(async (runs: string[], options: Options) => {
      code = await compare(runs, options, signal ?? new AbortController().signal);
    });
  await program.parseAsync(args, { from: "user" });
  return code;
}

async function compare(runs: readonly string[], options: Options, signal: AbortSignal): Promise<number> {
  const [before, after] = runs;
  if (before !== undefined) {
    if (after === undefined || runs.length > 2) throw wrongRuns(runs);
    return printDifference(before, after, options);
  }
  const rounds = options.rounds ?? (options.quick ? quickRounds : defaultRounds);
  if (options.list) {
    process.stdout.write(experimentList(rounds, options.quick === true));
    return 0;
  }
  await checkReportOptions(options);
  const folder = await runLab(await runRequest(options, rounds, signal), signal);
  return publish(folder, options);
}

async function runRequest(options: Options, rounds: number, signal: AbortSignal): Promise<RunRequest> {
  const named = options.experiments?.split(",");
  const chosen =
    named === undefined
      ? experiments.filter((one) => !options.quick || !one.long)
      : experimentsNamed(named, experiments);
  const approaches = await chosenApproaches(options);
  const workshop = await prepare(defaultStack, signal);
  return {
    project: projectRoot,
    toolchain: workshop.toolchain,
    docker: workshop.docker,
    removeAll: async (instance) => {
      await sweep(workshop.systems.all, { instance });
    },
    approaches,
    experiments: chosen,
    rounds,
    quick: options.quick === true,
    seed: options.seed,
    fresh: options.fresh === true,
    results: resolve(options.results),
    skipped: await unmetRequirements(approaches, workshop.systems.of, workshop.toolchain.baseImage?.name ?? ""),
    version: await projectVersion(),
  };
}

function wrongRuns(runs: readonly string[]): UserError {
  return new UserError({
    found: `Runs to compare: ${runs.join(", ")}.`,
    allowed: "none, to measure, or two folders of results, the earlier one first",
    remedy: "ls results shows the runs; approaches to measure are named with --only",
  });
}

async function chosenApproaches({ only, all }: Options): Promise<Approach[]> {
  if (only !== undefined) return approachesNamed(only.split(","), "--only");
  return approachesNamed(all ? approachNames : await devApproaches(), "Pulumi.dev.yaml");
}

/** Those that the project compares by default stand in the configuration of the stack `dev`. */
async function devApproaches(): Promise<readonly string[]> {
  const text = await readFile(join(projectRoot, "Pulumi.dev.yaml"), "utf8");
  const { config } = parse(text) as { config?: Readonly<Record<string, string>> };
  return JSON.parse(config?.[`${projectName}:approaches`] ?? "[]") as readonly string[];
}

/** The commit where there is one, else the version of the package. */
async function projectVersion(): Promise<string> {
  const git = (...args: string[]) => execa("git", args, { cwd: projectRoot, reject: false });
  const [commit, changes] = await Promise.all([git("rev-parse", "--short", "HEAD"), git("status", "--porcelain")]);
  if (commit.exitCode === 0) return `${commit.stdout.trim()}${changes.stdout.trim() === "" ? "" : "+"}`;
  const { version } = JSON.parse(await readFile(join(projectRoot, "package.json"), "utf8")) as { version: string };
  return version;
}

function experimentList(rounds: number, quick: boolean): string {
  const lines = experiments.map(({ name, question, kind, long }) => {
    const { counted } = roundsOf(kind, rounds, quick);
    return `${name.padEnd(12)} ${question} (${quick && long ? "left out" : `${counted} rounds`})`;
  });
  return `${lines.join("\n")}\n`;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 1_000_000) return number;
  throw new InvalidArgumentError("A whole number from 1 to 1000000 is allowed.");
}
