import { Command, InvalidArgumentError } from "commander";
import { UserError } from "../errors/user-error.ts";
import type { Experiment } from "../lab/contract.ts";
import { experiments, experimentsNamed } from "../lab/experiments.ts";
import type { LabMeans } from "../lab/harness/lab.ts";
import type { Wanted } from "../lab/harness/plan.ts";
import { runLab } from "../lab/harness/run.ts";
import { roundsOf } from "../lab/harness/schedule.ts";
import { rules } from "../lab/rules/rules.ts";
import { variantsNamed } from "../lab/variants.ts";
import { loadWorkload, workloadNames } from "../services/load.ts";
import { ownWorkloads } from "../services/own-workloads.ts";
import { approachNames, approachesNamed } from "../stacks/approaches.ts";
import type { Approach } from "../stacks/contract.ts";
import { unmetRequirements } from "../stacks/requirements.ts";
import { defaultStack } from "../stacks/stack-names.ts";
import { projectRoot } from "../toolchain/environment.ts";
import { keeping } from "./comparing/keeping.ts";
import { knownSystems } from "./comparing/known-systems.ts";
import { withReportOptions, type ReportOptions } from "./comparing/options.ts";
import { checkReportOptions, printDifference, publish } from "./comparing/publish.ts";
import { sweepWithData } from "./stack/leftovers.ts";
import { prepare, type Workshop } from "./stack/prepare.ts";
import { stackFileConfig } from "./stack/stack-file.ts";
import { ensureTools } from "./stack/system-tools.ts";

interface Options extends ReportOptions {
  readonly only?: string;
  readonly all?: boolean;
  readonly systems?: boolean;
  readonly variants?: string;
  readonly experiments?: string;
  readonly workload: string;
  readonly rounds?: number;
  readonly quick?: boolean;
  readonly seed?: number;
  readonly fresh?: boolean;
  readonly keep?: boolean;
  readonly list?: boolean;
}

const defaultWorkload = "hello";
const defaultRounds = rules.rounds.timing.value;
const quickRounds = rules.rounds.quick.value;

/** Measures approaches side by side. */
export async function main(args: string[], signal?: AbortSignal): Promise<number> {
  let code = 0;
  const program = withReportOptions(
    new Command("npm run compare --")
      .description(
        "Deploys approaches side by side, measures them in interleaved rounds, writes results/ and report/, and prints the table.\n" +
          "With two folders of results: prints what changed significantly from the first to the second, without measuring.\n" +
          "An interrupted run continues where it stopped. Your own deployments stay untouched.",
      )
      .argument("[runs...]", "none, or two folders of results")
      .option("--only <names>", "these approaches, separated by commas. Default: those of the stack dev")
      .option("--all", "every approach on Docker, and every variant unless --variants says otherwise")
      .option("--systems", "with --all: the approaches on other systems too; what this machine cannot run is left out")
      .option("--variants <which>", "approaches with another configuration: all, none or one by its id. Default: none")
      .option("--experiments <names>", "these experiments, separated by commas. Default: all")
      .option(
        "--workload <name>",
        "what is deployed; an experiment that needs other services takes another workload, and the run says which",
        defaultWorkload,
      )
      .option("--rounds <number>", `counted rounds of timing experiments. Default: ${defaultRounds}`, wholeNumber)
      .option(
        "--quick",
        `${quickRounds} rounds, and no long experiments: a first impression, with too few rounds for small differences`,
      )
      .option("--seed <number>", "seed of the random order. Default: a random seed", wholeNumber)
      .option("--fresh", "start a new run, even if an interrupted run with the same settings could continue")
      .option(
        "--keep",
        "measure into docs/results: the run is kept, whatever it shows, and registered before its first cell",
      )
      .option("--list", "list the question of each experiment and exit"),
  )
    .addHelpText("after", "\nExit codes: 0 success; 1 if cells failed or a budget is not met.")
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
  const kept = await keeping(options);
  const workloads = await workloadsFrom(options.workload);
  const experiments = chosenExperiments(options);
  const variants = variantsNamed(options.variants ?? (options.all ? "all" : "none"));
  const approaches = await chosenApproaches(options);
  const workshop = await prepare(defaultStack, signal);
  // With --all nothing is installed: what this machine lacks is left out.
  if (options.all !== true) await ensureTools(approaches.map(workshop.systems.of), signal);
  const wanted: Wanted = {
    approaches,
    variants,
    skipped: await unmetRequirements(
      [...approaches, ...variants.map(({ approach }) => approach)],
      workshop.systems.of,
      workshop.toolchain.baseImage?.name ?? "",
    ),
    systemOf: await knownSystems(approaches, workshop.systems),
    experiments,
    workloads,
    rounds,
    quick: options.quick === true,
    seed: options.seed,
  };
  const folder = await runLab(wanted, kept, meansOf(workshop), signal);
  return publish(folder, options);
}

/** The chosen workload, then all others in alphabetical order. */
async function workloadsFrom(chosen: string): Promise<Wanted["workloads"]> {
  const folder = ownWorkloads(projectRoot);
  const first = await loadWorkload(chosen, folder);
  const others = workloadNames(folder).filter((name) => name !== chosen);
  return [first, ...(await Promise.all(others.map((name) => loadWorkload(name, folder))))];
}

function chosenExperiments({ experiments: names, quick }: Options): readonly Experiment[] {
  if (names !== undefined) return experimentsNamed(names.split(","));
  return experiments.filter(({ long }) => !quick || !long);
}

function meansOf({ toolchain, docker, systems }: Workshop): LabMeans {
  const removeAll = async (instance: string) => {
    await sweepWithData(systems.all, { instance });
  };
  return { project: projectRoot, toolchain, docker, removeAll };
}

function wrongRuns(runs: readonly string[]): UserError {
  return new UserError({
    found: `Runs to compare: ${runs.join(", ")}.`,
    allowed: "none, to measure, or two folders of results, the earlier one first",
    remedy: "ls results shows the runs; name approaches to measure with --only",
  });
}

async function chosenApproaches({ only, all, systems }: Options): Promise<Approach[]> {
  if (systems === true && all !== true)
    throw new UserError({
      found: "--systems without --all.",
      allowed: "--all --systems, or --only with the names of approaches on any system",
      remedy: "npm run compare -- --all --systems",
    });
  if (only !== undefined) return approachesNamed(only.split(","), "--only");
  if (all === true)
    return approachesNamed(approachNames, "--all").filter(({ system }) => system === undefined || systems === true);
  return approachesNamed(await devApproaches(), "Pulumi.dev.yaml");
}

/** The approaches that are compared by default: those of the stack `dev`. */
async function devApproaches(): Promise<readonly string[]> {
  const { approaches = "[]" } = await stackFileConfig(projectRoot, "dev");
  const names: unknown = typeof approaches === "string" ? JSON.parse(approaches) : approaches;
  return names as readonly string[];
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
