import { randomUUID } from "node:crypto";
import { link, mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { tryKernelLock } from "./kernel-lock.mjs";
import { identify, isAlive, mayLive } from "./process-identity.mjs";

const pollMs = 200;
const takeoverExpiryMs = 10_000;
/** Set to the lock's ID for every process that is started under it. */
const markVariable = "CONTAINER_APPROACHES_LOCK";

/** See lock.d.mts. */
export async function acquireLock(file, purpose, { signal, onWait, onStale } = {}) {
  await mkdir(path.dirname(file), { recursive: true });
  const own = { ...identify(process.pid), id: randomUUID(), purpose, since: new Date().toISOString(), children: [] };
  let waiting = false;
  for (;;) {
    signal?.throwIfAborted();
    const kernel = await tryKernelLock(kernelFile(file));
    const holder = { ...own, kernel: kernel !== undefined };
    if (kernel !== "busy") {
      if (await claim(file, holder)) return heldLock(file, holder, kernel);
      const taken = await clearIfDead(file, kernel, onStale);
      await kernel?.release();
      if (taken) continue;
    }
    const other = await readHolder(file);
    if (other !== undefined) {
      if (!waiting) onWait?.(other);
      waiting = true;
    }
    await delay(pollMs, undefined, { signal });
  }
}

/** See lock.d.mts. */
export async function clearDeadLock(file) {
  if ((await readHolder(file)) === undefined) return;
  const kernel = await tryKernelLock(kernelFile(file));
  if (kernel === "busy") return;
  await clearIfDead(file, kernel);
  await kernel?.release();
}

/** See lock.d.mts. */
export async function inspectLock(file) {
  const holder = await readHolder(file);
  if (holder === undefined) return undefined;
  const kernel = await tryKernelLock(kernelFile(file));
  if (kernel === "busy") return { holder, live: true };
  await kernel?.release();
  return { holder, live: isHeld(holder, kernel) };
}

const kernelFile = (file) => `${file}.held`;

// @param kernel the kernel's lock on this file, if this system has one: who holds it knows that no other process does
async function clearIfDead(file, kernel, onStale) {
  const holder = await readHolder(file);
  return isHeld(holder, kernel) ? false : removeStale(file, kernel, onStale);
}

// A holder whose system had no lock of the kernel is judged by its process.
function isHeld(holder, kernel) {
  if (holder === undefined) return false;
  return kernel !== undefined && holder.kernel === true ? false : mayLive(holder);
}

/** See lock.d.mts. An unreadable lock counts as free. */
export async function readHolder(file) {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

// A link appears with its whole content or not at all; an exclusive open would show an empty lock for a moment.
async function claim(file, holder) {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(holder));
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

function heldLock(file, holder, kernel) {
  const children = new Map();
  const save = async () => {
    const draft = `${file}.${randomUUID()}`;
    await writeFile(draft, JSON.stringify({ ...holder, children: [...children.values()] }));
    await rename(draft, file);
  };
  // Writes are serialised, so that a late one never brings back a child that has already ended.
  let pending = Promise.resolve();
  const saveInOrder = () => (pending = pending.then(save));
  return {
    mark: { [markVariable]: holder.id },
    async addChild(pid) {
      children.set(pid, identify(pid));
      await saveInOrder();
    },
    async removeChild(pid) {
      children.delete(pid);
      await saveInOrder();
    },
    async release() {
      await pending;
      await rm(file, { force: true });
      await kernel?.release();
    },
  };
}

// Only the process that holds the guard may remove a dead holder's lock, and it checks again first: otherwise two processes
// that both saw the dead one could remove each other's new lock.
async function removeStale(file, kernel, onStale) {
  const guard = `${file}.takeover`;
  try {
    await mkdir(guard);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    const age = Date.now() - (await stat(guard).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (age > takeoverExpiryMs) await rmdir(guard).catch(() => {});
    return false;
  }
  try {
    const holder = await readHolder(file);
    if (isHeld(holder, kernel)) return false;
    const ended = holder === undefined ? 0 : await endLeftovers(holder);
    await rm(file, { force: true });
    if (holder !== undefined) onStale?.(holder, ended);
    return true;
  } finally {
    await rmdir(guard).catch(() => {});
  }
}

// A killed holder could not end what it had started. Each recorded child leads a process group of its own; a child that was
// started just before the kill may not be recorded, and is found by its mark.
async function endLeftovers({ id, children }) {
  const alive = children.filter((child) => isAlive(child));
  for (const { pid } of alive) end(-pid);
  const marked = id === undefined ? [] : await processesMarked(id);
  for (const pid of marked) end(pid);
  return Math.max(alive.length, marked.length > 0 ? 1 : 0);
}

function end(pid) {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** Needs /proc; finds none without it. */
async function processesMarked(id) {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
  const marks = pids.map(async (pid) => {
    // Another user's, or already ended: not ours to end.
    const variables = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
    return variables.split("\0").includes(`${markVariable}=${id}`) ? [pid] : [];
  });
  return (await Promise.all(marks)).flat();
}
