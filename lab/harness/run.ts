import { dirname } from "node:path";
import { acquireLock } from "../../toolchain/host/lock.mjs";
import { runSteps } from "../../toolchain/progress/steps.ts";
import type { Work } from "../../toolchain/work.ts";
import { addRecord, beginResults, dropPartialLine, resultsFile } from "../results/files.ts";
import type { HostFingerprint, RunRecord } from "../results/record.ts";
import { addToRegister, begunLine, closeKilled, registerAborted, registerComplete } from "../results/register.ts";
import { openLab, type Lab, type LabMeans } from "./lab.ts";
import { newestRun, newRun, planRun, type Keeping, type OpenRun, type RunPlan, type Wanted } from "./plan.ts";
import { labLock } from "./project.ts";
import { cellKey } from "./schedule.ts";
import { measure } from "./session.ts";

/**
 * Measures, with progress on standard error. An interrupted run with the same settings on the same host continues where it stopped.
 * Leaves nothing in Docker but the probes' image, however it ends.
 * @returns the folder of the results
 */
export async function runLab(wanted: Wanted, keeping: Keeping, means: LabMeans, signal: AbortSignal): Promise<string> {
  let folder: string | undefined;
  const step = {
    title: "compare",
    async run(work: Work) {
      const onWait = ({ pid }: { readonly pid: number }) => {
        work.update(`waiting for the lab of process ${pid}`);
      };
      const lock = await acquireLock(labLock(means.project), "measuring", { signal: work.signal, onWait });
      try {
        const lab = await openLab(means, work);
        try {
          folder = await inLab(lab, wanted, keeping, work);
        } finally {
          work.update("cleaning up");
          await lab.close();
        }
      } finally {
        await lock.release();
      }
    },
  };
  await runSteps([step], signal);
  if (folder === undefined) throw new Error("the run ended without results");
  return folder;
}

async function inLab(lab: Lab, wanted: Wanted, keeping: Keeping, work: Work): Promise<string> {
  work.update("inspecting the host");
  const host = await lab.fingerprint();
  noteOthers(host, work);
  const plan = planRun(wanted, host);
  for (const [experiment, reason] of plan.leftOut) work.note(`${experiment} is left out: ${reason}`);
  for (const { experiment } of plan.assigned) await experiment.prepare?.(lab.source.docker, work);
  // The lab's lock is held: no other process of this checkout measures now.
  for (const id of await closeKilled(keeping.results)) work.note(`the run ${id} was killed; the register says so now`);
  const { goesOn, endsHere } = await newestRun(plan, wanted.seed, keeping, host);
  if (goesOn !== undefined) return goOn(lab, plan, goesOn, work);
  if (endsHere !== undefined) {
    const { folder, id, why } = endsHere;
    await registerAborted(folder, id, `not resumed, since ${why}`);
    work.note(`the run ${id} is not resumed, since ${why}; the register says so`);
  }
  return begin(lab, plan, keeping, newRun(plan, wanted.seed, keeping, host), work);
}

/** Other containers from the same images share memory pages with the measured ones, and other processes take CPU time from them. */
function noteOthers({ otherContainers = 0 }: HostFingerprint, work: Work): void {
  if (otherContainers === 0) return;
  const many = otherContainers === 1 ? "another container runs" : `${otherContainers} other containers run`;
  work.note(
    `${many} on this Docker daemon: memory reads too low and times too long; npm run down -- --all removes those of this project`,
  );
}

async function begin(lab: Lab, plan: RunPlan, { results }: Keeping, run: RunRecord, work: Work): Promise<string> {
  await addToRegister(results, begunLine(run));
  const folder = await beginResults(results, run);
  await measureRegistered(lab, plan, { folder, run, done: new Set() }, work);
  return folder;
}

async function goOn(
  lab: Lab,
  plan: RunPlan,
  { folder, results: { run, cells } }: OpenRun,
  work: Work,
): Promise<string> {
  await dropPartialLine(resultsFile(folder));
  work.note(`continues the run ${run.id}, which was interrupted after ${cells.length} cells; --fresh starts a new one`);
  const resumed = { at: new Date().toISOString(), cellsDone: cells.length };
  await addToRegister(dirname(folder), { event: "resumed", run: run.id, ...resumed });
  await addRecord(folder, { kind: "resumed", ...resumed });
  await measureRegistered(lab, plan, { folder, run, done: new Set(cells.map(cellKey)) }, work);
  return folder;
}

interface Begun {
  readonly folder: string;
  readonly run: RunRecord;
  readonly done: ReadonlySet<string>;
}

/** Measures, and registers how it ended. */
async function measureRegistered(
  lab: Lab,
  { assigned, subjects }: RunPlan,
  { folder, run, done }: Begun,
  work: Work,
): Promise<void> {
  try {
    await measure(lab, { settings: run.settings, assigned, subjects, folder, done }, work);
  } catch (error) {
    const cause: unknown = work.signal.aborted ? work.signal.reason : error;
    await registerAborted(folder, run.id, cause instanceof Error ? firstLine(cause.message) : String(cause));
    throw error;
  }
  await registerComplete(folder, run.id);
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
