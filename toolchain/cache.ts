import { createHash } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { acquireLock } from "./host/lock.mjs";
import type { Work } from "./work.ts";

const manifestName = "manifest.json";

/** The per-user cache: built tools, base images. Everything in it can be rebuilt. */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_CACHE_HOME ?? "";
  return path.join(path.isAbsolute(base) ? base : path.join(homedir(), ".cache"), "container-approaches");
}

/** A short name for these inputs; it changes with any of them. */
export function hashOf(inputs: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const input of inputs) {
    // The length keeps ["ab", "c"] apart from ["a", "bc"].
    hash.update(`${Buffer.byteLength(input)}:`).update(input);
  }
  return hash.digest("hex").slice(0, 16);
}

/** Whether an entry exists with all its files in full: a crash of the host may leave empty ones. */
export async function isComplete(directory: string): Promise<boolean> {
  try {
    const sizes = JSON.parse(await readFile(path.join(directory, manifestName), "utf8")) as Record<string, number>;
    const checks = Object.entries(sizes).map(
      async ([file, size]) => (await stat(path.join(directory, file))).size === size,
    );
    return (await Promise.all(checks)).every(Boolean);
  } catch (error) {
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/**
 * Makes a cache entry unless it exists. It appears as a whole or not at all; only one process at a time makes it.
 * @param directory where the entry will be
 * @param purpose what is made, shown to processes that wait
 * @param build fills the directory that it is given; its files must not contain that directory's name
 */
export async function ensureEntry(
  work: Work,
  directory: string,
  purpose: string,
  build: (temporary: string, work: Work) => Promise<void>,
): Promise<void> {
  if (await isComplete(directory)) return;
  await withLock(work, `${directory}.lock`, purpose, async (locked) => {
    await removeLeftovers(locked, directory, purpose);
    if (await isComplete(directory)) return;
    const temporary = `${directory}.tmp-${process.pid}`;
    await mkdir(temporary, { recursive: true });
    try {
      await build(temporary, locked);
      await seal(temporary);
      locked.signal.throwIfAborted();
      await rm(directory, { recursive: true, force: true });
      await rename(temporary, directory);
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  });
}

/** Runs a task that only one process may run at a time. Reports which process it waits for and what a dead one left. */
export async function withLock<T>(
  work: Work,
  file: string,
  purpose: string,
  task: (work: Work) => Promise<T>,
): Promise<T> {
  const lock = await acquireLock(file, purpose, {
    signal: work.signal,
    onWait: (holder) => {
      work.update(`waits for process ${holder.pid} (${holder.purpose}, since ${holder.since})`);
    },
    onStale: (holder, ended) => {
      const orphans = ended === 0 ? "" : `; ended ${ended} process${ended === 1 ? "" : "es"} that it had left running`;
      work.note(`cleared the lock of process ${holder.pid}, which died (${holder.purpose})${orphans}`);
    },
  });
  try {
    return await task({ ...work, lock });
  } finally {
    await lock.release();
  }
}

async function removeLeftovers(work: Work, directory: string, purpose: string): Promise<void> {
  const parent = path.dirname(directory);
  const prefix = `${path.basename(directory)}.tmp-`;
  const leftovers = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  for (const name of leftovers) await rm(path.join(parent, name), { recursive: true, force: true });
  if (leftovers.length > 0) work.note(`removed what an interrupted run had left (${purpose})`);
}

// Flushed before the rename: otherwise a crash may keep the name and lose the content.
async function seal(directory: string): Promise<void> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const sizes: Record<string, number> = {};
  for (const entry of entries.filter((e) => e.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const handle = await open(file, "r");
    try {
      await handle.sync();
      sizes[path.relative(directory, file)] = (await handle.stat()).size;
    } finally {
      await handle.close();
    }
  }
  await writeFile(path.join(directory, manifestName), JSON.stringify(sizes, undefined, 1), { flush: true });
}
