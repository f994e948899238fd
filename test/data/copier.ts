import { copyIn, copyOut } from "../../cli/data/copy.ts";
import type { Match } from "../../cli/data/matching.ts";
import { checkArchive } from "../../cli/data/read-archive.ts";
import { openSystems } from "../../stacks/systems.ts";
import type { StoredVolume } from "../../stacks/systems/data-room.ts";

/*
 * What `npm run data -- backup` and `restore` do between setup and the services, as a process of its own that tests can kill:
 *   node --import tsx test/data/copier.ts '{...}'
 */

/** The only argument, as JSON. */
export interface CopierTask {
  readonly owner: { readonly instance: string; readonly stack: string };
  readonly image: string;
  readonly file: string;
  readonly partial: string;
  /** To back up these. */
  readonly backup?: readonly StoredVolume[];
  /** To restore onto these. */
  readonly restore?: readonly Match[];
}

const task = JSON.parse(process.argv[2] ?? "{}") as CopierTask;
const [system] = (await openSystems()).all;
if (system === undefined) throw new Error("there is no system");
const room = await system.data(task.owner, task.image);
const { signal } = new AbortController();
const ignore = (): void => undefined;
const work = { signal, update: ignore, detail: ignore, note: ignore };

// The tests measure from here.
process.stdout.write("begins\n");
const { backup: volumes, restore: matches, file, partial } = task;
if (volumes !== undefined) {
  const facts = { workload: "keeping", stack: "s", approach: "a", created: new Date().toISOString(), live: false };
  await copyOut({ room, volumes, facts, file, partial }, work);
}
if (matches !== undefined) {
  await checkArchive(file, signal);
  await copyIn(room, file, matches, work);
}
