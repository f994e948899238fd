import { randomInt } from "node:crypto";
import type { Workload } from "../../services/contract.ts";
import type { Approach } from "../../stacks/contract.ts";
import type { Experiment } from "../contract.ts";
import { readResults, runFolders, type Results } from "../results/files.ts";
import { resultsVersion, sameHost, type HostFingerprint, type RunRecord, type RunSettings } from "../results/record.ts";
import { readRegister } from "../results/register.ts";
import { systemsRulesHash } from "../rules/systems.ts";
import type { Variant } from "../variants.ts";
import { cellKey, cellsOf, subjectsIn } from "./schedule.ts";
import { planSubjects, type PlannedSubject, type SystemOf } from "./subjects.ts";
import { assignWorkloads, type Assignment } from "./workloads.ts";

/** What the user wants to measure. */
export interface Wanted {
  readonly approaches: readonly Approach[];
  /** Approaches with another configuration, measured beside them. */
  readonly variants: readonly Variant[];
  /** Reasons why approaches cannot be deployed here, by name. */
  readonly skipped: ReadonlyMap<string, string>;
  /** @default every approach runs on Docker */
  readonly systemOf?: SystemOf;
  readonly experiments: readonly Experiment[];
  /** The chosen workload first, then those that experiments fall back to, in order. */
  readonly workloads: readonly [Workload, ...Workload[]];
  /** Counted rounds of experiments of the kind `timing`. */
  readonly rounds: number;
  readonly quick: boolean;
  /** Undefined: a random seed, or that of the resumed run. */
  readonly seed: number | undefined;
}

/** Where results are kept. */
export interface Keeping {
  /** Folder of all runs. */
  readonly results: string;
  /** Version of this project, with `+` if files were changed. */
  readonly version: string;
  /** SHA-256 of the rules. */
  readonly rules: string;
  /** Whether to start a new run even if an interrupted run with the same settings could continue. */
  readonly fresh: boolean;
}

/** What will be measured on this host. */
export interface RunPlan extends Assignment {
  readonly settings: Omit<RunSettings, "seed">;
  /** Workload's name by experiment. */
  readonly workloads: Readonly<Record<string, string>>;
  readonly subjects: readonly PlannedSubject[];
}

/** @param host Docker's host */
export function planRun(wanted: Wanted, host: Pick<HostFingerprint, "cgroupVersion">): RunPlan {
  const { approaches, variants, skipped, experiments, workloads, rounds, quick } = wanted;
  const assignment = assignWorkloads(experiments, workloads);
  const facts = { cgroupVersion: host.cgroupVersion === 2 ? 2 : 1, containersCgroup: "docker" } as const;
  return {
    ...assignment,
    settings: {
      rounds,
      quick,
      experiments: assignment.assigned.map(({ experiment }) => experiment.name),
      approaches: approaches.map(({ name }) => name),
    },
    workloads: Object.fromEntries(
      assignment.assigned.map(({ experiment, workload }) => [experiment.name, workload.name]),
    ),
    subjects: planSubjects(approaches, variants, workloads[0], facts, skipped, wanted.systemOf),
  };
}

/** The record that a new run begins with. */
export function newRun(
  { settings, workloads, subjects }: RunPlan,
  seed: number | undefined,
  { version, rules }: Keeping,
  host: HostFingerprint,
): RunRecord {
  const startedAt = new Date().toISOString();
  return {
    kind: "run",
    resultsVersion,
    id: startedAt.replace(/\.\d+Z$/, "Z").replaceAll(":", "-"),
    startedAt,
    project: version,
    rules,
    ...(subjects.some(({ system }) => system !== undefined) ? { systemsRules: systemsRulesHash } : {}),
    host,
    settings: { ...settings, seed: seed ?? randomInt(1, 1_000_000) },
    workloads,
    subjects: subjects.map(({ record }) => record),
  };
}

/** An interrupted run. */
export interface OpenRun {
  readonly folder: string;
  readonly results: Results;
}

/** What becomes of the newest run; both are undefined if it is complete, or there is none. */
export interface Newest {
  readonly goesOn?: OpenRun;
  /** It could go on, but does not. */
  readonly endsHere?: { readonly folder: string; readonly id: string; readonly why: string };
}

/** The newest run goes on if it is unfinished and has the same code, rules, settings, subjects and host. */
export async function newestRun(
  plan: RunPlan,
  seed: number | undefined,
  keeping: Keeping,
  host: HostFingerprint,
): Promise<Newest> {
  const [folder] = await runFolders(keeping.results);
  if (folder === undefined) return {};
  const results = await readResults(folder);
  const { run } = results;
  const registered = (await readRegister(keeping.results)).find(({ id }) => id === run.id);
  if (registered?.state === "complete") return {};
  const why = keeping.fresh ? "a new run was asked for" : changed(run, plan, seed, keeping, host);
  if (why !== undefined) return registered === undefined ? {} : { endsHere: { folder, id: run.id, why } };
  const experiments = plan.assigned.map(({ experiment }) => experiment);
  return isComplete(results, experiments) ? {} : { goesOn: { folder, results } };
}

/** What differs from a run, so that it cannot go on; undefined if nothing does. */
function changed(
  run: RunRecord,
  { settings, workloads, subjects }: RunPlan,
  seed: number | undefined,
  { version, rules }: Keeping,
  host: HostFingerprint,
): string | undefined {
  const pairs: readonly (readonly [what: string, had: unknown, wanted: unknown])[] = [
    ["the code changed", run.project, version],
    ["the rules changed", run.rules, rules],
    [
      "the rules about systems changed",
      run.systemsRules,
      run.systemsRules === undefined ? undefined : systemsRulesHash,
    ],
    ["the settings are others", run.settings, { ...settings, seed: seed ?? run.settings.seed }],
    ["the subjects are others", run.subjects, subjects.map(({ record }) => record)],
    ["the workloads are others", run.workloads, workloads],
  ];
  const differing = pairs.find(([, had, wanted]) => JSON.stringify(had) !== JSON.stringify(wanted));
  return differing?.[0] ?? (sameHost(run.host, host) ? undefined : "the host is another");
}

/** Whether every cell has been taken. */
export function isComplete({ run, cells }: Results, experiments: readonly Experiment[]): boolean {
  const done = new Set(cells.map(cellKey));
  return experiments.every((experiment) => {
    return cellsOf(experiment, subjectsIn(run, experiment.name, run.settings), run.settings).every((cell) =>
      done.has(cellKey(cell)),
    );
  });
}
