import { createHash } from "node:crypto";
import { open, rename, rm, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { pack } from "tar-stream";
import {
  backupVersion,
  formatEntry,
  formatSums,
  manifestEntry,
  sumsEntry,
  volumeEntry,
  type ArchivedVolume,
  type BackupFormat,
  type Manifest,
} from "./manifest.ts";

/** Bytes of a block in a tar archive. */
const block = 512;

/** A volume, and what reads it. */
export interface VolumeSource {
  /** Name in the workload. */
  readonly name: string;
  /** @returns what was read, when all of it was written */
  readonly read: (
    write: (bytes: Uint8Array) => Promise<void>,
  ) => Promise<Pick<ArchivedVolume, "bytes" | "entries" | "sha256">>;
}

/**
 * Writes a backup: a tar archive with one tar archive per volume. The file appears under its name when all of it is on the disk.
 * @param partial where it is written until then; removed at a failure
 */
export async function writeArchive(
  file: string,
  partial: string,
  facts: Omit<Manifest, "version" | "volumes">,
  sources: readonly VolumeSource[],
): Promise<Manifest> {
  const handle = await open(partial, "w", 0o600);
  try {
    const manifest = await writeEntries(handle, facts, sources).finally(() => handle.close());
    await rename(partial, file);
    await syncFolder(dirname(file));
    return manifest;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function writeEntries(
  handle: FileHandle,
  facts: Omit<Manifest, "version" | "volumes">,
  sources: readonly VolumeSource[],
): Promise<Manifest> {
  const draft: Draft = { handle, end: 0, sums: new Map() };
  const format: BackupFormat = { format: "container-approaches-backup", version: backupVersion };
  await addText(draft, formatEntry, toText(format));
  const volumes: ArchivedVolume[] = [];
  for (const source of sources) volumes.push(await addVolume(draft, source));
  const manifest = { version: backupVersion, ...facts, volumes };
  await addText(draft, manifestEntry, toText(manifest));
  await addText(draft, sumsEntry, formatSums(draft.sums));
  await writeAt(handle, Buffer.alloc(2 * block), draft.end);
  await handle.sync();
  return manifest;
}

interface Draft {
  readonly handle: FileHandle;
  /** Bytes written so far. */
  end: number;
  /** By entry. */
  readonly sums: Map<string, string>;
}

async function addText(draft: Draft, name: string, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  await writeAt(draft.handle, bytes, draft.end + block);
  await finishEntry(draft, name, bytes.length, createHash("sha256").update(bytes).digest("hex"));
}

async function addVolume(draft: Draft, { name, read }: VolumeSource): Promise<ArchivedVolume> {
  const start = draft.end + block;
  let size = 0;
  const { bytes, entries, sha256 } = await read(async (chunk) => {
    await writeAt(draft.handle, chunk, start + size);
    size += chunk.length;
  });
  if (size !== bytes) throw new Error(`${bytes} bytes of the volume ${name} were read, and ${size} written`);
  await finishEntry(draft, volumeEntry(name), size, sha256);
  return { name, entry: volumeEntry(name), bytes, entries, sha256 };
}

/** Writes an entry's header last, because it has the size, which is known only now. */
async function finishEntry(draft: Draft, name: string, size: number, sha256: string): Promise<void> {
  const content = draft.end + block;
  const padding = (block - (size % block)) % block;
  await writeAt(draft.handle, Buffer.alloc(padding), content + size);
  await writeAt(draft.handle, await headerOf(name, size), draft.end);
  draft.end = content + size + padding;
  draft.sums.set(name, sha256);
}

/** A block. */
async function headerOf(name: string, size: number): Promise<Buffer> {
  const stream = pack();
  stream.entry({ name, size, mode: 0o600, mtime: new Date() });
  for await (const bytes of stream) {
    const chunk = bytes as Buffer;
    if (chunk.length !== block) throw new Error(`the name ${name} does not fit into a header`);
    return chunk;
  }
  throw new Error("no header was made");
}

async function writeAt(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** Makes a rename survive a loss of power. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function toText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
