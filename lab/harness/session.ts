import type { DockerClient } from "../../docker/client.ts";
import { engineApiOf } from "../../docker/engine-api.ts";
import type { Toolchain } from "../../toolchain/setup.ts";
import type { Work } from "../../toolchain/work.ts";
import type { Experiment, Subject } from "../contract.ts";
import { addRecord } from "../results/files.ts";
import type { CellRecord, HostFingerprint, RunSettings } from "../results/record.ts";
import { takeCell } from "./cells.ts";
import { deploySubjects } from "./deploy.ts";
import { fingerprint } from "./fingerprint.ts";
import { openHostProbe, type ProbeSource } from "./host-probe.ts";
import { probeImage } from "./probe-image.ts";
import { openCopy, type Copy } from "./project.ts";
import { cellKey, cellsOf, entrantsOf, type Cell } from "./schedule.ts";
import type { PlannedSubject } from "./subjects.ts";
import { toolsFor, type Bench } from "./tools.ts";
import { runWorkers } from "./workers.ts";

/** Everything that measuring goes on in: a copy of the project, probes, and a way to remove it all. */
export interface Lab extends Bench {
  readonly copy: Copy;
  readonly host: Bench["host"];
  fingerprint(): Promise<HostFingerprint>;
  close(): Promise<void>;
}

export interface LabRequest {
  /** Root of the checkout. */
  readonly project: string;
  readonly toolchain: Toolchain;
  readonly docker: DockerClient;
  /** Removes everything on the engine that carries the instance's label. */
  readonly removeAll: (instance: string) => Promise<void>;
}

/** Opens the lab, after clearing away what a killed run left. */
export async function openLab(request: LabRequest, instance: string, work: Work): Promise<Lab> {
  const { project, toolchain, docker, removeAll } = request;
  const { pulumi, baseImage } = toolchain;
  if (pulumi === undefined || baseImage === undefined) throw new Error("the toolchain lacks Pulumi or a base image");
  work.update("clears away what an earlier run left");
  await removeAll(instance);
  work.update("copies the project");
  const copy = await openCopy(project, pulumi.command, { ...process.env, ...toolchain.env });
  const api = engineApiOf(docker);
  const close = async () => {
    await removeAll(instance);
    await copy.remove();
    api.close();
  };
  try {
    work.update("builds the probes' image");
    const image = await probeImage(docker, baseImage.name, `${project}/.state/lab/probe`, work.signal);
    const labels = ["instance=" + instance, "stack=lab"].flatMap((label) => [
      "--label",
      `container-approaches.${label}`,
    ]);
    const source: ProbeSource = { docker, image, labels };
    const host = await openHostProbe(source, `ca-${instance}-lab-host-probe`, work.signal);
    const tools = { pulumi: pulumi.command, baseImage: baseImage.name };
    return { copy, source, api, host, close, fingerprint: () => fingerprint(api, source, tools) };
  } catch (error) {
    await close();
    throw error;
  }
}

export interface Measuring {
  readonly settings: RunSettings;
  readonly experiments: readonly Experiment[];
  readonly subjects: readonly PlannedSubject[];
  /** Folder of the results. */
  readonly folder: string;
  /** Keys of cells that an interrupted run has taken. */
  readonly done: ReadonlySet<string>;
}

/** How many deployments take cells of experiments that do not mind each other. They mostly wait. */
const besideOthers = 3;

/** Measures what is not measured yet, and writes each cell down at once. */
export async function measure(lab: Lab, measuring: Measuring, work: Work): Promise<void> {
  const progress = progressOf(measuring, work);
  for (const workload of ["hello", "trouble"] as const) {
    const experiments = measuring.experiments.filter((one) => one.workload === workload);
    const cells = experiments.map((one) => ({ experiment: one, cells: openCells(one, measuring) }));
    if (cells.every((one) => one.cells.length === 0)) continue;
    const wanted = new Set(cells.flatMap((one) => one.cells.map(({ subject }) => subject)));
    const planned = measuring.subjects.filter(({ record }) => wanted.has(record.name));
    const deployed = await deploySubjects(lab, planned, workload, work);
    for (const group of groupsOf(cells)) await measureGroup(lab, group, deployed, { measuring, progress }, work);
    work.update(`removes the deployments of ${workload}`);
    await deployed.remove();
  }
}

/** Cells of an experiment that are still to be taken. */
function openCells(experiment: Experiment, { subjects, settings, done }: Measuring): Cell[] {
  const records = subjects.map(({ record }) => record);
  return cellsOf(experiment, entrantsOf(experiment, records, settings), settings).filter(
    (cell) => !done.has(cellKey(cell)),
  );
}

interface Cells {
  readonly experiment: Experiment;
  readonly cells: readonly Cell[];
}

/** What may be measured at the same time: neighbours that do not mind others. Everything else is a group of its own. */
function groupsOf(all: readonly Cells[]): Cells[][] {
  const groups: Cells[][] = [];
  for (const one of all) {
    const last = groups.at(-1);
    if (one.experiment.besideOthers && last?.[0]?.experiment.besideOthers === true) last.push(one);
    else groups.push([one]);
  }
  return groups;
}

async function measureGroup(
  lab: Lab,
  group: readonly Cells[],
  deployed: { readonly subjects: ReadonlyMap<string, Subject>; readonly failures: ReadonlyMap<string, string> },
  { measuring, progress }: { readonly measuring: Measuring; readonly progress: (cell: Cell) => void },
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
      await addRecord(measuring.folder, await record(lab, experiment, cell, deployed, work.signal));
      busy.delete(cell.subject);
    }
  };
  const atOnce = group.every(({ experiment }) => experiment.besideOthers) ? besideOthers : 1;
  await runWorkers(atOnce, worker);
}

async function stopAll(lab: Lab, subjects: ReadonlyMap<string, Subject>, signal: AbortSignal): Promise<void> {
  await Promise.all([...subjects.values()].map((subject) => toolsFor(subject, lab, signal).units.kill()));
}

async function record(
  lab: Lab,
  experiment: Experiment,
  cell: Cell,
  {
    subjects,
    failures,
  }: { readonly subjects: ReadonlyMap<string, Subject>; readonly failures: ReadonlyMap<string, string> },
  signal: AbortSignal,
): Promise<CellRecord> {
  const subject = subjects.get(cell.subject);
  if (subject !== undefined) {
    return takeCell(experiment, cell, subject, (limit) => toolsFor(subject, lab, limit), signal);
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
  const total = measuring.experiments.reduce((sum, one) => sum + openCells(one, measuring).length, 0);
  let begun = 0;
  return ({ experiment, subject, round, warmUp }) => {
    begun += 1;
    const which = warmUp ? "warm-up" : `round ${round + 1}`;
    work.update(`${experiment}, ${which}, ${subject} (${begun} of ${total})`);
  };
}
