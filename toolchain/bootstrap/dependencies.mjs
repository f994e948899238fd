import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { acquireLock } from "../host/lock.mjs";
import { heartbeat } from "./heartbeat.mjs";

const markerName = "node_modules/.container-approaches-lock";
const graceMs = 5_000;

/** Installs what package-lock.json lists, unless node_modules has it. */
export async function ensureDependencies(root, signal) {
  const wanted = await fingerprint(root);
  if (await isCurrent(root, wanted)) return;
  const lock = await acquireLock(path.join(root, ".state/locks/npm-ci.lock"), "npm ci", {
    signal,
    onWait: (holder) => say(`process ${holder.pid} installs the npm packages; waiting for it`),
    onStale: (holder) => say(`process ${holder.pid} died while it installed the npm packages; starting again`),
  });
  try {
    if (await isCurrent(root, wanted)) return;
    await install(root, lock, signal);
    await writeFile(path.join(root, markerName), wanted);
  } finally {
    await lock.release();
  }
}

async function isCurrent(root, wanted) {
  const marker = await readOptional(path.join(root, markerName));
  if (marker === wanted) return true;
  if (marker !== undefined || !(await installedByHand(root))) return false;
  await writeFile(path.join(root, markerName), wanted);
  return true;
}

// Packages that are built for one platform differ between machines that share a checkout.
async function fingerprint(root) {
  const lockFile = await readFile(path.join(root, "package-lock.json"));
  return `${createHash("sha256").update(lockFile).digest("hex")} ${process.platform}-${process.arch}\n`;
}

/** npm writes its own record last, so a record that agrees with the lock file proves a complete `npm ci`. */
async function installedByHand(root) {
  const record = await readOptional(path.join(root, "node_modules/.package-lock.json"));
  if (record === undefined) return false;
  const installed = JSON.parse(record).packages;
  const wanted = JSON.parse(await readFile(path.join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(
    ([name, entry]) =>
      name === "" ||
      (installed[name] === undefined && (entry.optional === true || entry.peer === true)) ||
      (installed[name]?.version === entry.version && installed[name]?.integrity === entry.integrity),
  );
}

async function install(root, lock, signal) {
  const progress = heartbeat("npm packages");
  // A process group of its own: npm and what it starts end together.
  const child = spawn("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...lock.mark },
  });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => output.push(chunk));
  const ended = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, killedBy) => resolve(code ?? killedBy));
  });
  const stop = () => endGroup(child);
  signal.addEventListener("abort", stop, { once: true });
  try {
    if (child.pid !== undefined) await lock.addChild(child.pid);
    if (signal.aborted) stop();
    const result = await ended;
    signal.throwIfAborted();
    if (result !== 0) throw failedInstall(result, Buffer.concat(output).toString());
    progress.done("installed");
  } finally {
    progress.stop();
    signal.removeEventListener("abort", stop);
  }
}

function endGroup(child) {
  const send = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch (error) {
      if (error.code !== "ESRCH") throw error;
    }
  };
  send("SIGTERM");
  const timer = setTimeout(() => send("SIGKILL"), graceMs);
  child.once("close", () => clearTimeout(timer));
}

function failedInstall(result, output) {
  // npm says why at the beginning, and how npm ci is used at the end.
  const errors = output.split("\n").filter((line) => line.startsWith("npm error"));
  const shown = errors.length > 0 ? errors.slice(0, 15) : output.trim().split("\n").slice(-15);
  const error = new Error(
    [
      `npm ci failed (${result}):`,
      ...shown,
      "To do: make the npm registry reachable (npm config get registry), then run the command again.",
    ].join("\n"),
  );
  error.name = "UserError";
  return error;
}

async function readOptional(file) {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function say(text) {
  process.stderr.write(`npm packages: ${text}\n`);
}
