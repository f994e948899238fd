import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { extract, type Extract } from "tar-stream";
import { UserError } from "../../errors/user-error.ts";
import {
  backupVersion,
  formatEntry,
  manifestEntry,
  parseFormat,
  parseManifest,
  parseSums,
  sumsEntry,
  type ArchivedVolume,
  type Manifest,
} from "./manifest.ts";

/** Entries that are kept in memory are small; a larger one is damaged. */
const longestText = 16 * 1024 ** 2;

/** Zero bytes that end a tar archive. */
const endBytes = 1024;

/**
 * Reads a whole backup and checks every sum.
 * @throws UserError if it is cut, damaged, something else, or of a newer release
 */
export async function checkArchive(file: string, signal: AbortSignal): Promise<Manifest> {
  await checkFile(file);
  const read: ReadEntries = { sums: new Map(), sizes: new Map(), texts: new Map() };
  const whole = eachEntry(file, signal, async (name, entry) => {
    if (read.sums.size === 0 && name !== formatEntry) throw foreign(file);
    await readEntry(file, read, name, entry);
  });
  await whole.catch((error: unknown) => {
    // Without a first entry, nothing says that it ever was a backup.
    throw error instanceof UserError && read.sums.size === 0 ? foreign(file) : error;
  });
  if (read.sums.size === 0) throw foreign(file);
  if (!read.texts.has(sumsEntry) || !(await endsInZeros(file))) throw damaged(file, "its end is missing");
  return checkedManifest(file, read);
}

/** Gives each volume's archive of a checked backup to a function, in the order of the file. */
export async function eachVolume(
  file: string,
  volumes: readonly ArchivedVolume[],
  signal: AbortSignal,
  use: (volume: ArchivedVolume, bytes: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<void> {
  await eachEntry(file, signal, async (name, entry) => {
    const volume = volumes.find((one) => one.entry === name);
    if (volume !== undefined) await use(volume, entry as AsyncIterable<Uint8Array>);
    else entry.resume();
  });
}

/** An entry of a tar archive, to be read to its end. */
type Entry = Extract extends AsyncIterable<infer One> ? One : never;

interface ReadEntries {
  readonly sums: Map<string, string>;
  readonly sizes: Map<string, number>;
  /** Contents of entries that are not a volume's. */
  readonly texts: Map<string, string>;
}

async function readEntry(file: string, { sums, sizes, texts }: ReadEntries, name: string, entry: Entry): Promise<void> {
  if (sums.has(name)) throw damaged(file, `it has two entries ${name}`);
  const hash = createHash("sha256");
  const isText = [formatEntry, manifestEntry, sumsEntry].includes(name);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const bytes of entry) {
    const chunk = bytes as Buffer;
    hash.update(chunk);
    size += chunk.length;
    if (isText && size <= longestText) chunks.push(chunk);
  }
  sums.set(name, hash.digest("hex"));
  sizes.set(name, size);
  if (!isText) return;
  texts.set(name, Buffer.concat(chunks).toString("utf8"));
  if (name === formatEntry) checkFormat(file, texts.get(name) ?? "");
}

function checkFormat(file: string, json: string): void {
  const format = parseFormat(json);
  if (format === undefined) throw foreign(file);
  if (format.version <= backupVersion) return;
  throw new UserError({
    found: `${file} was written by a newer release: it has version ${format.version} of the format.`,
    allowed: `version ${backupVersion}`,
    remedy: "restore it with that release",
  });
}

function checkedManifest(file: string, { sums, sizes, texts }: ReadEntries): Manifest {
  const announced = parseSums(texts.get(sumsEntry) ?? "");
  if (announced === undefined) throw damaged(file, `${sumsEntry} cannot be read`);
  for (const [name, sum] of sums) {
    if (name !== sumsEntry && announced.get(name) !== sum) throw damaged(file, `${name} has another sum`);
  }
  const missing = [...announced.keys()].find((name) => !sums.has(name));
  if (missing !== undefined) throw damaged(file, `${missing} is missing`);
  const manifest = parseManifest(texts.get(manifestEntry) ?? "");
  if (manifest === undefined) throw damaged(file, `${manifestEntry} cannot be read`);
  for (const { name, entry, bytes, sha256 } of manifest.volumes) {
    if (sums.get(entry) !== sha256 || sizes.get(entry) !== bytes)
      throw damaged(file, `the volume ${name} is not whole`);
  }
  return manifest;
}

async function eachEntry(
  file: string,
  signal: AbortSignal,
  use: (name: string, entry: Entry) => Promise<void>,
): Promise<void> {
  const entries = extract();
  const piped = pipeline(createReadStream(file), entries, { signal });
  // It also fails when `use` fails; that failure is the one to report.
  piped.catch(() => undefined);
  try {
    for await (const entry of entries) await use(entry.header.name, entry);
    await piped;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UserError) throw error;
    throw isTarError(error) ? damaged(file, error.message) : error;
  }
}

/** What tar-stream says of bytes that are no archive, or not a whole one. */
function isTarError(error: unknown): error is Error {
  return error instanceof Error && /^(Invalid|Unexpected end|Header exceeds)/.test(error.message);
}

async function checkFile(file: string): Promise<void> {
  const found = await stat(file).catch((error: unknown) => {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  });
  if (found?.isFile() === true) return;
  throw new UserError({
    found: found === undefined ? `There is no file ${file}.` : `${file} is not a file.`,
    allowed: "a file that npm run data -- backup wrote",
    remedy: "name one",
  });
}

async function endsInZeros(file: string): Promise<boolean> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const end = Buffer.alloc(endBytes, 1);
    if (size >= endBytes) await handle.read(end, 0, endBytes, size - endBytes);
    return end.every((byte) => byte === 0);
  } finally {
    await handle.close();
  }
}

function foreign(file: string): UserError {
  return new UserError({
    found: `${file} is not a backup of this project.`,
    allowed: "a file that npm run data -- backup wrote",
    remedy: "name one; tar --list --file FILE shows what an archive has",
  });
}

function damaged(file: string, reason: string): UserError {
  return new UserError({
    found: `${file} is damaged or cut: ${reason}.`,
    allowed: "a whole backup",
    remedy: "use another copy of it; nothing has been changed",
  });
}
