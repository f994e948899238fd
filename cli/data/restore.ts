import { resolve } from "node:path";
import type { DataRoom, StoredVolume } from "../../stacks/systems/data-room.ts";
import { projectRoot } from "../../toolchain/environment.ts";
import { runSteps } from "../../toolchain/progress/steps.ts";
import type { Work } from "../../toolchain/work.ts";
import { copyIn } from "./copy.ts";
import { journalFile, readJournal, writeJournal } from "./journal.ts";
import type { Manifest } from "./manifest.ts";
import { matchVolumes, parseRenames, type Match } from "./matching.ts";
import { checkForeignUsers, whilePaused } from "./paused.ts";
import { checkArchive } from "./read-archive.ts";
import { removeFresh } from "./recover.ts";
import { atSite, type Site } from "./site.ts";
import { checkRestoreSpace } from "./space.ts";
import { chosenApproach, type Target } from "./target.ts";

export interface RestoreOptions {
  readonly approach?: string;
  /** Each `OLD=NEW`. */
  readonly as?: readonly string[];
  readonly only?: string;
  readonly json?: boolean;
}

/** What `--json` prints. */
interface Report {
  readonly stack: string;
  readonly approach: string;
  readonly from: Pick<Manifest, "stack" | "approach" | "workload" | "created">;
  readonly volumes: readonly { readonly name: string; readonly from: string; readonly fullName: string }[];
  /** Services that were stopped meanwhile. */
  readonly stopped: readonly string[];
}

/** Replaces the data of a stack's volumes by that of a backup. */
export async function restore(
  stack: string,
  name: string,
  options: RestoreOptions,
  signal: AbortSignal,
): Promise<void> {
  const file = resolve(name);
  const renames = parseRenames(options.as ?? []);
  const only = options.only?.split(",");
  const report = await atSite(stack, { purpose: "restore", changes: true }, signal, async (site) => {
    const names = site.targets.map(({ approach }) => approach.name);
    const chosen = chosenApproach(names, options.approach, stack);
    const target = site.targets.find(({ approach }) => approach.name === chosen);
    if (target === undefined) throw new Error(`the stack has no approach ${chosen}`);
    let done: Report | undefined;
    const step = {
      title: "restore",
      async run(work: Work) {
        work.update("checks the backup");
        const manifest = await checkArchive(file, work.signal);
        const facts = { workload: target.scope.workload, plans: target.plans };
        const matches = matchVolumes(manifest, facts, { renames, ...(only === undefined ? {} : { only }) });
        done = reportOf(target, manifest, matches, await bringBack(site, target, { file, matches }, work));
      },
    };
    try {
      await runSteps([step], signal);
    } finally {
      if (signal.aborted && done !== undefined)
        process.stderr.write(`it was done before the interruption: ${told(done)}`);
    }
    if (done === undefined) throw new Error("the restore ended without a report");
    return done;
  });
  process.stdout.write(options.json === true ? `${JSON.stringify(report, undefined, 2)}\n` : told(report));
}

interface Content {
  readonly file: string;
  readonly matches: readonly Match[];
}

/** @returns names of what was stopped meanwhile */
async function bringBack(site: Site, target: Target, content: Content, work: Work): Promise<readonly string[]> {
  const room = site.roomOf(target);
  const volumes = content.matches.map(({ plan }) => plan.fullName);
  checkForeignUsers(site.stored.filter(({ fullName }) => volumes.includes(fullName)));
  const deployment = await site.deployed(target.approach.name);
  const paused = {
    stack: site.stack,
    workload: target.workload,
    deployment,
    volumes: content.matches.map(({ plan }) => plan.name),
    journal: { created: missingOf(volumes, site.stored) },
  };
  const { stopped } = await whilePaused(paused, work, () => replace(site.stack, room, target, content, work));
  return stopped;
}

async function replace(
  stack: string,
  room: DataRoom,
  { scope }: Target,
  { file, matches }: Content,
  work: Work,
): Promise<void> {
  const created = await room.create(
    scope,
    matches.map(({ plan }) => plan),
  );
  try {
    checkRestoreSpace(matches, await room.measure(matches.map(({ plan }) => plan.fullName)));
    await copyIn(room, file, matches, work);
  } catch (error) {
    await removeFresh(room, created);
    throw error;
  }
  // From here on they hold what was restored.
  const journal = journalFile(projectRoot, stack);
  await writeJournal(journal, { ...(await readJournal(journal)), created: [] });
}

function missingOf(volumes: readonly string[], stored: readonly StoredVolume[]): string[] {
  return volumes.filter((name) => !stored.some(({ fullName }) => fullName === name));
}

function reportOf(target: Target, manifest: Manifest, matches: readonly Match[], stopped: readonly string[]): Report {
  const { stack, approach } = target.scope;
  const from = {
    stack: manifest.stack,
    approach: manifest.approach,
    workload: manifest.workload,
    created: manifest.created,
  };
  const volumes = matches.map(({ archived, plan }) => {
    return { name: plan.name, from: archived.name, fullName: plan.fullName };
  });
  return { stack, approach, from, volumes, stopped };
}

function told({ stack, approach, from, volumes, stopped }: Report): string {
  const names = volumes.map((one) => (one.from === one.name ? one.name : `${one.from} as ${one.name}`)).join(", ");
  const again = stopped.length === 0 ? "" : `; stopped meanwhile: ${stopped.join(", ")}`;
  const source = `the backup of ${from.approach} from ${from.created}`;
  return `restored ${names || "nothing"} onto ${approach} of the stack ${stack}, from ${source}${again}\n`;
}
