import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { UserError } from "../../errors/user-error.ts";
import { loadWorkload } from "../../services/load.ts";
import { ownWorkloads } from "../../services/own-workloads.ts";
import { projectRoot } from "../../toolchain/environment.ts";
import { formatBytes, freeBytes } from "../../toolchain/host/disk.ts";
import { runSteps } from "../../toolchain/progress/steps.ts";
import type { Work } from "../../toolchain/work.ts";
import { copyOut, type BackupJob } from "./copy.ts";
import type { Manifest } from "./manifest.ts";
import { whilePaused } from "./paused.ts";
import { measured } from "./recover.ts";
import { atSite, type Site, type Stored } from "./site.ts";
import { checkBackupSpace } from "./space.ts";
import { chosenApproach } from "./target.ts";

export interface BackupOptions {
  readonly approach?: string;
  readonly live?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** What `--json` prints. */
interface Report extends Manifest {
  readonly file: string;
  /** Services that were stopped meanwhile. */
  readonly stopped: readonly string[];
}

/** Writes the data of a stack's volumes into a file. */
export async function backup(stack: string, name: string, options: BackupOptions, signal: AbortSignal): Promise<void> {
  const file = resolve(name);
  await checkPlace(file, options.force === true);
  const report = await atSite(stack, { purpose: "backup", changes: true }, signal, async (site) => {
    const volumes = backedUp(site, options.approach);
    checkBackupSpace(dirname(file), await freeBytes(file), await measured(volumes));
    let done: Report | undefined;
    const step = {
      title: "backup",
      async run(work: Work) {
        done = await backUp(site, volumes, { file, live: options.live === true }, work);
      },
    };
    try {
      await runSteps([step], signal);
    } finally {
      if (signal.aborted && done !== undefined)
        process.stderr.write(`it was done before the interruption: ${told(done)}`);
    }
    if (done === undefined) throw new Error("the backup ended without a report");
    return done;
  });
  process.stdout.write(options.json === true ? `${JSON.stringify(report, undefined, 2)}\n` : told(report));
}

async function backUp(
  site: Site,
  volumes: readonly Stored[],
  { file, live }: { readonly file: string; readonly live: boolean },
  work: Work,
): Promise<Report> {
  const [first] = volumes;
  if (first === undefined) throw new Error("there are no volumes to back up");
  const { workload: name, approach, room } = first;
  const deployment = live ? undefined : await site.deployed(approach);
  // One name per stack, so that what a killed backup left is this command's to replace.
  const partial = `${file}.partial-${site.workshop.instance}-${site.stack}`;
  const workload = await loadWorkload(name, ownWorkloads(projectRoot));
  const paused = {
    stack: site.stack,
    workload,
    deployment,
    volumes: volumes.map((one) => one.name),
    journal: { partial },
  };
  const { result, stopped } = await whilePaused(paused, work, () => {
    const facts = { workload: name, stack: site.stack, approach, created: new Date().toISOString(), live };
    const job: BackupJob = { room, volumes, facts, file, partial };
    return copyOut(job, work);
  });
  return { file, ...result, stopped };
}

/** The volumes of one approach, and of the workload that is configured now. */
function backedUp({ stored, targets, stack }: Site, given: string | undefined): Stored[] {
  const workload = targets[0]?.scope.workload;
  const ours = stored.filter((one) => one.workload === workload);
  const approach = chosenApproach([...new Set(ours.map((one) => one.approach))], given, stack);
  return ours.filter((one) => one.approach === approach);
}

/** @throws UserError if the file exists, or cannot be written there */
async function checkPlace(file: string, force: boolean): Promise<void> {
  const there = await found(file);
  if (there !== undefined && (!force || !there.isFile())) {
    throw new UserError({
      found: there.isFile() ? `The file ${file} exists.` : `${file} exists and is not a file.`,
      remedy: there.isFile() ? "name another, or replace it with --force" : "name a file",
    });
  }
  if ((await found(dirname(file)))?.isDirectory() === true) return;
  throw new UserError({ found: `There is no folder ${dirname(file)}.`, remedy: "create it, or name another file" });
}

async function found(path: string) {
  return stat(path).catch((error: unknown) => {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  });
}

function told({ file, approach, volumes, stopped }: Report): string {
  const size = formatBytes(volumes.reduce((sum, { bytes }) => sum + bytes, 0));
  const names = volumes.map(({ name }) => name).join(", ");
  const again = stopped.length === 0 ? "" : `; stopped meanwhile: ${stopped.join(", ")}`;
  return `backed up ${names} of ${approach} (${size}) to ${file}${again}\n`;
}
