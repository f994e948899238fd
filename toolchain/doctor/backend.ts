import { readdir } from "node:fs/promises";
import path from "node:path";
import { fileAddress } from "../backend-address.ts";
import { cacheRoot } from "../cache.ts";
import { projectRoot, userEnvironment } from "../environment.ts";
import { inspectLock } from "../host/lock.mjs";
import { stackLocks } from "../pulumi/backend-locks.ts";
import type { Finding } from "./finding.ts";

/** Where the state is, and which locks are held. */
export async function examineBackend(root: string = projectRoot): Promise<Finding[]> {
  const chosen = userEnvironment(process.env).PULUMI_BACKEND_URL;
  const state = path.join(root, ".state");
  const backend: Finding = { area: "backend", status: "ok", found: chosen ?? `${fileAddress(state)} (the default)` };
  const [stack, own] = await Promise.all([
    chosen === undefined ? backendLocks(state) : [],
    ownLocks([cacheRoot(), path.join(state, "locks")]),
  ]);
  return [backend, ...stack, ...own];
}

async function backendLocks(state: string): Promise<Finding[]> {
  const locks = await stackLocks(state);
  return locks.map(({ stack, holder, dead }) => ({
    area: "stack lock",
    status: "warn" as const,
    found: `stack ${stack} is locked by ${holder}${dead ? ", which is gone" : ""}`,
    remedy: dead
      ? `npm run up clears it; or: ./pulumiw cancel --stack ${stack} --yes`
      : "wait for it, or find out what it does.",
  }));
}

async function ownLocks(folders: readonly string[]): Promise<Finding[]> {
  const files = (await Promise.all(folders.map((folder) => filesBelow(folder, ".lock")))).flat();
  const locks = await Promise.all(files.map(async (file) => ({ file, ...(await inspectLock(file)) })));
  return locks.flatMap(({ file, holder, live }) => {
    // Pulumi and other programs keep empty lock files in their folders; ours name their holder.
    if (holder?.purpose === undefined) return [];
    const state = live ? "runs" : "is dead; the next setup clears the lock";
    return [
      {
        area: "setup lock",
        status: "warn" as const,
        found: `${holder.purpose}: process ${holder.pid} ${state} (${file})`,
      },
    ];
  });
}

async function filesBelow(folder: string, ending: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((e) => e.isFile() && e.name.endsWith(ending)).map((e) => path.join(e.parentPath, e.name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
