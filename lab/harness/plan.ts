import { randomInt } from "node:crypto";
import type { Workload } from "../../services/contract.ts";
import type { Approach } from "../../stacks/contract.ts";
import type { Experiment } from "../contract.ts";
import { readResults, runFolders, type Results } from "../results/files.ts";
import { resultsVersion, sameHost, type HostFingerprint, type RunRecord, type RunSettings } from "../results/record.ts";
import { rulesHash } from "../rules/rules.ts";
import { cellKey, cellsOf, subjectsIn } from "./schedule.ts";
import { planSubjects, type PlannedSubject } from "./subjects.ts";
import { assignWorkloads, type Assignment } from "./workloads.ts";

/** What the user wants to measure. */
export interface Wanted {
  readonly approaches: readonly Approach[];
  /** Reasons why approaches cannot be deployed here, by name. */
  readonly skipped: ReadonlyMap<string, string>;
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
  const { approaches, skipped, experiments, workloads, rounds, quick } = wanted;
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
    subjects: planSubjects(approaches, workloads[0], facts, skipped),
  };
}

/** The record that a new run begins with. */
export function newRun(
  { settings, workloads, subjects }: RunPlan,
  seed: number | undefined,
  { version }: Keeping,
  host: HostFingerprint,
): RunRecord {
  const startedAt = new Date().toISOString();
  return {
    kind: "run",
    resultsVersion,
    id: startedAt.replace(/\.\d+Z$/, "Z").replaceAll(":", "-"),
    startedAt,
    project: version,
    host,
    settings: { ...settings, seed: seed ?? randomInt(1, 1_000_000) },
    rules: rulesHash,
    workloads,
    subjects: subjects.map(({ record }) => record),
  };
}

/** An interrupted run. */
export interface OpenRun {
  readonly folder: string;
  readonly results: Results;
}

/** The newest run, if it is unfinished and has the same settings, subjects and host. */
export async function openRun(
  { settings, workloads, subjects, assigned }: RunPlan,
  seed: number | undefined,
  { results: root, version, fresh }: Keeping,
  host: HostFingerprint,
): Promise<OpenRun | undefined> {
  const [folder] = fresh ? [] : await runFolders(root);
  if (folder === undefined) return undefined;
  const results = await readResults(folder);
  const { run } = results;
  const wanted = {
    subjects: subjects.map(({ record }) => record),
    settings: { ...settings, seed: seed ?? run.settings.seed },
    workloads,
    project: version,
    rules: rulesHash,
  };
  const { subjects: had, settings: given, workloads: used, project, rules } = run;
  const same =
    JSON.stringify({ subjects: had, settings: given, workloads: used, project, rules }) === JSON.stringify(wanted);
  if (!same || !sameHost(run.host, host)) return undefined;
  const experiments = assigned.map(({ experiment }) => experiment);
  return isComplete(results, experiments) ? undefined : { folder, results };
}

/** Whether every cell has been taken. */
export function isComplete({ run, cells }: Results, experiments: readonly Experiment[]): boolean {
  const done = new Set(cells.map(cellKey));
  return experiments.every((experiment) => {
    return cellsOf(experiment, subjectsIn(run, run.settings), run.settings).every((cell) => done.has(cellKey(cell)));
  });
}
