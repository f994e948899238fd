import { randomInt } from "node:crypto";
import { UserError } from "../../errors/user-error.ts";
import { loadWorkload, ownWorkloads } from "../../services/load.ts";
import type { Approach } from "../../stacks/contract.ts";
import { acquireLock } from "../../toolchain/host/lock.mjs";
import { runSteps } from "../../toolchain/progress/steps.ts";
import type { Work } from "../../toolchain/work.ts";
import type { Experiment } from "../contract.ts";
import { addRecord, beginResults, mendResults, readResults, runFolders, type Results } from "../results/files.ts";
import { resultsVersion, sameHost, type HostFingerprint, type RunRecord, type RunSettings } from "../results/record.ts";
import { labInstance, labLock } from "./project.ts";
import { cellKey, cellsOf, entrantsOf } from "./schedule.ts";
import { measure, openLab, type Lab, type LabRequest } from "./session.ts";
import { planSubjects, type PlannedSubject } from "./subjects.ts";

/** What is wanted of a run. */
export interface RunRequest extends LabRequest {
  readonly approaches: readonly Approach[];
  readonly experiments: readonly Experiment[];
  /** Counted rounds of timings. */
  readonly rounds: number;
  readonly quick: boolean;
  /** @default a random one, or that of the run that is resumed */
  readonly seed: number | undefined;
  /** Whether to begin anew although an interrupted run with the same settings is there. */
  readonly fresh: boolean;
  /** Folder of all runs. */
  readonly results: string;
  /** Reasons why approaches cannot be deployed here, by name. */
  readonly skipped: ReadonlyMap<string, string>;
  /** Version of this project, with `+` where it was changed. */
  readonly version: string;
}

/**
 * Measures, with progress on standard error; an interrupted run with the same settings on the same host goes on where it stopped.
 * Leaves nothing on the engine but the probes' image, however it ends.
 * @returns the folder of the results
 */
export async function runLab(request: RunRequest, signal: AbortSignal): Promise<string> {
  let folder: string | undefined;
  const step = {
    title: "compare",
    async run(work: Work) {
      const onWait = ({ pid }: { readonly pid: number }) => {
        work.update(`waits for the lab of process ${pid}`);
      };
      const lock = await acquireLock(labLock(request.project), "measuring", { signal: work.signal, onWait });
      try {
        folder = await inLab(request, work);
      } finally {
        await lock.release();
      }
    },
  };
  await runSteps([step], signal);
  if (folder === undefined) throw new Error("the run ended without results");
  return folder;
}

async function inLab(request: RunRequest, work: Work): Promise<string> {
  const lab = await openLab(request, labInstance(request.project), work);
  try {
    work.update("looks at the host");
    const host = await lab.fingerprint();
    const workload = await loadWorkload("hello", ownWorkloads(request.project));
    noteOthers(host, work);
    const facts = { cgroupVersion: host.cgroupVersion === 2 ? 2 : 1 } as const;
    const subjects = planSubjects(request.approaches, workload, facts, request.skipped);
    const open = request.fresh ? undefined : await openRun(request, host, subjects);
    if (open !== undefined) return await goOn(lab, request, subjects, open, work);
    return await begin(lab, request, subjects, host, work);
  } finally {
    work.update("cleans up");
    await lab.close();
  }
}

/** Containers of the same images share memory pages with those that are measured, and whatever runs takes time from them. */
function noteOthers({ otherContainers = 0 }: HostFingerprint, work: Work): void {
  if (otherContainers === 0) return;
  const many = otherContainers === 1 ? "another container runs" : `${otherContainers} other containers run`;
  work.note(
    `${many} on this engine: memory comes out too low and times too long; npm run down -- --all ends this project's`,
  );
}

async function begin(
  lab: Lab,
  request: RunRequest,
  subjects: readonly PlannedSubject[],
  host: HostFingerprint,
  work: Work,
): Promise<string> {
  const startedAt = new Date().toISOString();
  const run: RunRecord = {
    kind: "run",
    resultsVersion,
    id: startedAt.replace(/\.\d+Z$/, "Z").replaceAll(":", "-"),
    startedAt,
    project: request.version,
    host,
    settings: { ...settingsOf(request), seed: request.seed ?? randomInt(1, 1_000_000) },
    subjects: subjects.map(({ record }) => record),
  };
  const folder = await beginResults(request.results, run);
  const { settings } = run;
  await measure(lab, { settings, experiments: request.experiments, subjects, folder, done: new Set() }, work);
  return folder;
}

async function goOn(
  lab: Lab,
  { experiments }: RunRequest,
  subjects: readonly PlannedSubject[],
  { folder, results }: OpenRun,
  work: Work,
): Promise<string> {
  await mendResults(folder);
  const { run, cells } = results;
  work.note(`goes on with the run ${run.id}, which was interrupted after ${cells.length} cells; --fresh begins anew`);
  await addRecord(folder, { kind: "resumed", at: new Date().toISOString(), cellsDone: cells.length });
  const done = new Set(cells.map(cellKey));
  await measure(lab, { settings: run.settings, experiments, subjects, folder, done }, work);
  return folder;
}

interface OpenRun {
  readonly folder: string;
  readonly results: Results;
}

/** The newest run, if it is unfinished and was to measure the same on this host. */
async function openRun(
  request: RunRequest,
  host: HostFingerprint,
  subjects: readonly PlannedSubject[],
): Promise<OpenRun | undefined> {
  const [folder] = await runFolders(request.results);
  if (folder === undefined) return undefined;
  const results = await readResults(folder);
  const { run } = results;
  const sameSubjects = JSON.stringify(run.subjects) === JSON.stringify(subjects.map(({ record }) => record));
  const wanted = { ...settingsOf(request), seed: request.seed ?? run.settings.seed };
  const sameSettings = JSON.stringify(run.settings) === JSON.stringify(wanted) && run.project === request.version;
  if (!sameSubjects || !sameSettings || !sameHost(run.host, host)) return undefined;
  return isComplete(results, request.experiments) ? undefined : { folder, results };
}

/** Whether every cell was taken. */
export function isComplete({ run, cells }: Results, experiments: readonly Experiment[]): boolean {
  const done = new Set(cells.map(cellKey));
  return experiments.every((experiment) => {
    const names = entrantsOf(experiment, run.subjects, run.settings);
    return cellsOf(experiment, names, run.settings).every((cell) => done.has(cellKey(cell)));
  });
}

function settingsOf({ rounds, quick, experiments, approaches }: RunRequest): Omit<RunSettings, "seed"> {
  return {
    rounds,
    quick,
    experiments: experiments.map(({ name }) => name),
    approaches: approaches.map(({ name }) => name),
  };
}

/** @throws UserError that lists what exists */
export function experimentsNamed(names: readonly string[], all: readonly Experiment[]): Experiment[] {
  return names.map((name) => {
    const found = all.find((one) => one.name === name);
    if (found !== undefined) return found;
    throw new UserError({
      found: `There is no experiment "${name}".`,
      allowed: all.map((one) => one.name).join(", "),
      remedy: "npm run compare -- --list says what each one asks",
    });
  });
}
