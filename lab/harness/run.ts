import { acquireLock } from "../../toolchain/host/lock.mjs";
import { runSteps } from "../../toolchain/progress/steps.ts";
import type { Work } from "../../toolchain/work.ts";
import { addRecord, beginResults, dropPartialLine } from "../results/files.ts";
import type { HostFingerprint, RunRecord } from "../results/record.ts";
import { openLab, type Lab, type LabMeans } from "./lab.ts";
import { newRun, openRun, planRun, type Keeping, type OpenRun, type RunPlan, type Wanted } from "./plan.ts";
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
  const open = await openRun(plan, wanted.seed, keeping, host);
  if (open !== undefined) return goOn(lab, plan, open, work);
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

async function begin(
  lab: Lab,
  { assigned, subjects }: RunPlan,
  { results }: Keeping,
  run: RunRecord,
  work: Work,
): Promise<string> {
  const folder = await beginResults(results, run);
  await measure(lab, { settings: run.settings, assigned, subjects, folder, done: new Set() }, work);
  return folder;
}

async function goOn(
  lab: Lab,
  { assigned, subjects }: RunPlan,
  { folder, results: { run, cells } }: OpenRun,
  work: Work,
): Promise<string> {
  await dropPartialLine(folder);
  work.note(`continues the run ${run.id}, which was interrupted after ${cells.length} cells; --fresh starts a new one`);
  await addRecord(folder, { kind: "resumed", at: new Date().toISOString(), cellsDone: cells.length });
  await measure(lab, { settings: run.settings, assigned, subjects, folder, done: new Set(cells.map(cellKey)) }, work);
  return folder;
}
