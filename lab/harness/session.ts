import type { Work } from "../../toolchain/work.ts";
import type { Experiment } from "../contract.ts";
import { addRecord } from "../results/files.ts";
import type { CellRecord, RunSettings } from "../results/record.ts";
import type { Subject } from "../tools.ts";
import { takeCell, type Taking } from "./cells.ts";
import { deploySubjects, type Deployed } from "./deploy.ts";
import type { Lab } from "./lab.ts";
import { newPatience, takeQuietly, triesFor, waitForQuiet, type Patience } from "./quiet.ts";
import { cellKey, cellsOf, roundsOf, subjectsIn, type Cell } from "./schedule.ts";
import type { PlannedSubject } from "./subjects.ts";
import { containersFor, measureOn, measuresOn } from "./tools.ts";
import { runWorkers } from "./workers.ts";
import type { Assigned } from "./workloads.ts";

/** What a run measures, and what is done. */
export interface Measuring {
  readonly settings: RunSettings;
  readonly assigned: readonly Assigned[];
  readonly subjects: readonly PlannedSubject[];
  /** Folder of the results. */
  readonly folder: string;
  /** Keys of the cells that an interrupted run has taken. */
  readonly done: ReadonlySet<string>;
}

/** Number of deployments measured at once in experiments that allow it. They mostly wait. */
const besideOthers = 3;

/** Takes the cells that are not done, and writes each one down at once. */
export async function measure(lab: Lab, measuring: Measuring, work: Work): Promise<void> {
  const progress = progressOf(measuring, work);
  const patience = newPatience();
  for (const workload of new Set(measuring.assigned.map((one) => one.workload))) {
    const assigned = measuring.assigned.filter((one) => one.workload === workload);
    const cells = assigned.map(({ experiment }) => ({ experiment, cells: openCells(experiment, measuring) }));
    if (cells.every((one) => one.cells.length === 0)) continue;
    const wanted = new Set(cells.flatMap((one) => one.cells.map(({ subject }) => subject)));
    const planned = measuring.subjects.filter(({ record }) => wanted.has(record.name));
    const deployed = await deploySubjects(lab, planned, workload, work);
    for (const group of groupsOf(cells)) {
      await measureGroup(lab, group, deployed, { measuring, progress, patience }, work);
    }
    work.update(`removing the deployments of ${workload.name}`);
    await deployed.remove();
  }
}

/** Cells of an experiment that are not done. */
function openCells(experiment: Experiment, { subjects, settings, done }: Measuring): Cell[] {
  const records = subjects.map(({ record }) => record);
  const names = subjectsIn({ subjects: records }, experiment.name, settings);
  return cellsOf(experiment, names, settings).filter((cell) => !done.has(cellKey(cell)));
}

interface Cells {
  readonly experiment: Experiment;
  readonly cells: readonly Cell[];
}

/** Groups of experiments that may run at the same time: neighbours with `besideOthers`. Every other experiment is its own group. */
function groupsOf(all: readonly Cells[]): Cells[][] {
  const groups: Cells[][] = [];
  for (const one of all) {
    const last = groups.at(-1);
    if (one.experiment.besideOthers && last?.[0]?.experiment.besideOthers === true) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

interface Session {
  readonly measuring: Measuring;
  readonly progress: (cell: Cell) => void;
  readonly patience: Patience;
}

async function measureGroup(
  lab: Lab,
  group: readonly Cells[],
  deployed: Pick<Deployed, "subjects" | "failures">,
  { measuring, progress, patience }: Session,
  work: Work,
): Promise<void> {
  const waiting = group.flatMap(({ experiment, cells }) => cells.map((cell) => ({ experiment, cell })));
  const wantsStopped = waiting.some(({ experiment }) => experiment.othersStopped);
  if (wantsStopped) await stopAll(lab, deployed.subjects, work.signal);
  const busy = new Set<string>();
  const next = () => {
    const index = waiting.findIndex(({ cell }) => !busy.has(cell.subject));
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  };
  const worker = async () => {
    for (let taken = next(); taken !== undefined; taken = next()) {
      const { experiment, cell } = taken;
      work.signal.throwIfAborted();
      progress(cell);
      busy.add(cell.subject);
      const take = async (attempt: number) => {
        if (attempt > 1) work.update(`${cell.experiment}, ${cell.subject}: again, since others used the processors`);
        const taken = await record(lab, { experiment, cell, attempt }, measuring, deployed, work.signal);
        await addRecord(measuring.folder, taken);
        return taken;
      };
      const untilQuiet = async () => {
        work.update(`waiting until others use less of the processors`);
        await waitForQuiet(lab.meter, work.signal);
      };
      await takeQuietly(take, triesFor(experiment, measuring.settings), untilQuiet, patience);
      busy.delete(cell.subject);
    }
  };
  const atOnce = group.every(({ experiment }) => experiment.besideOthers) ? besideOthers : 1;
  await runWorkers(atOnce, worker);
}

async function stopAll(lab: Lab, subjects: ReadonlyMap<string, Subject>, signal: AbortSignal): Promise<void> {
  await Promise.all([...subjects.values()].map((subject) => containersFor(subject, lab, signal).kill()));
}

interface Attempt {
  readonly experiment: Experiment;
  readonly cell: Cell;
  /** From 1. */
  readonly attempt: number;
}

async function record(
  lab: Lab,
  { experiment, cell, attempt }: Attempt,
  { settings }: Measuring,
  { subjects, failures }: Pick<Deployed, "subjects" | "failures">,
  signal: AbortSignal,
): Promise<CellRecord> {
  const subject = subjects.get(cell.subject);
  if (subject !== undefined) {
    const rounds = roundsOf(experiment.kind, settings.rounds, settings.quick).counted;
    const turn = { round: cell.round, warmUp: cell.warmUp, rounds, seed: settings.seed, quick: settings.quick };
    const taking: Taking = {
      containers: (limit) => containersFor(subject, lab, limit),
      measure: (limit) => measureOn(experiment, subject, lab, turn, limit),
      measures: measuresOn(experiment, subject),
      meter: experiment.besideOthers ? undefined : lab.meter,
    };
    const taken = await takeCell(experiment, cell, subject, taking, signal);
    return attempt === 1 ? taken : { ...taken, attempt };
  }
  const failure = `could not be deployed: ${failures.get(cell.subject) ?? "no reason given"}`;
  return {
    kind: "cell",
    ...cell,
    startedAt: new Date().toISOString(),
    seconds: 0,
    load: 0,
    values: {},
    missing: {},
    failure,
  };
}

function progressOf(measuring: Measuring, work: Work): (cell: Cell) => void {
  const total = measuring.assigned.reduce((sum, { experiment }) => sum + openCells(experiment, measuring).length, 0);
  let begun = 0;
  return ({ experiment, subject, round, warmUp }) => {
    begun += 1;
    const which = warmUp ? "warm-up" : `round ${round + 1}`;
    work.update(`${experiment}, ${which}, ${subject} (${begun} of ${total})`);
  };
}
