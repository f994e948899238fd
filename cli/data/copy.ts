import { randomUUID } from "node:crypto";
import { UserError } from "../../errors/user-error.ts";
import type { DataRoom, StoredVolume } from "../../stacks/systems/data-room.ts";
import type { Work } from "../../toolchain/work.ts";
import type { Manifest } from "./manifest.ts";
import type { Match } from "./matching.ts";
import { eachVolume } from "./read-archive.ts";
import { writeArchive } from "./write-archive.ts";

/** What a backup is made of, and where it goes. */
export interface BackupJob {
  readonly room: DataRoom;
  readonly volumes: readonly StoredVolume[];
  readonly facts: Omit<Manifest, "version" | "volumes">;
  readonly file: string;
  /** Where it is written until it is whole. */
  readonly partial: string;
}

/** The next command about data finishes it; until then nothing may use the data. */
export class UnfinishedRestore extends UserError {}

/** Copies volumes into a backup. */
export async function copyOut({ room, volumes, facts, file, partial }: BackupJob, work: Work): Promise<Manifest> {
  const sources = volumes.map(({ name, fullName }) => ({
    name,
    async read(write: (bytes: Uint8Array) => Promise<void>) {
      work.update(`reads ${name}`);
      const progress = (entries: number) => {
        work.detail(`${entries} entries`);
      };
      const { notes, ...read } = await room.read(fullName, write, { signal: work.signal, live: facts.live, progress });
      for (const note of notes) work.note(`${name}: ${note}`);
      return read;
    },
  }));
  return writeArchive(file, partial, facts, sources);
}

/**
 * Replaces the data of volumes by that of a checked backup: of all of them, or of none.
 * @throws UserError if that is impossible; then nothing has changed
 * @throws UnfinishedRestore if the next command must finish it
 */
export async function copyIn(room: DataRoom, file: string, matches: readonly Match[], work: Work): Promise<void> {
  const volumes = matches.map(({ plan }) => plan.fullName);
  const [coordinator] = volumes;
  if (coordinator === undefined) return;
  const transaction = randomUUID();
  try {
    await stageAll(room, file, matches, { transaction, coordinator }, work);
  } catch (error) {
    // The failure is what the user must know; what it left is removed by the next command too.
    await room.recover().catch(() => undefined);
    throw error;
  }
  work.update("replaces the data");
  if (await room.commit(transaction, volumes)) return;
  const finished = await room.recover().catch(() => undefined);
  if (finished === undefined) {
    throw new UnfinishedRestore({
      found: "The data is being replaced, and what does it was ended twice. Services stay stopped until it is done.",
      remedy: "npm run data -- list STACK finishes it and starts them; so does npm run up",
    });
  }
  if (finished.finished.includes(transaction)) return;
  throw new UserError({
    found: "The data could not be replaced: what does it was ended before it began.",
    remedy: "nothing has been changed; run the command again",
  });
}

async function stageAll(
  room: DataRoom,
  file: string,
  matches: readonly Match[],
  decision: { readonly transaction: string; readonly coordinator: string },
  work: Work,
): Promise<void> {
  const { signal } = work;
  const archived = matches.map((match) => match.archived);
  await eachVolume(file, archived, signal, async (volume, bytes) => {
    const match = matches.find((one) => one.archived === volume);
    if (match === undefined) throw new Error(`no volume gets the data of ${volume.name}`);
    work.update(`unpacks ${volume.name}`);
    const { entries, sha256 } = volume;
    const progress = (done: number) => {
      work.detail(`${done} of ${entries} entries`);
    };
    const content = { ...decision, volume: match.plan.fullName, entries, sha256 };
    await room.stage(content, bytes, { signal, progress });
  });
  signal.throwIfAborted();
}
