import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { acquireLock } from "../toolchain/host/lock.mjs";
import type { Work } from "../toolchain/work.ts";
import { benchStack } from "./subject.ts";

/** Folders of a benchmark, apart from what the user has deployed. */
export interface Workspace {
  readonly folder: string;
  /** Address of the backend that Pulumi uses here. */
  readonly backend: string;
  /** Where compose's build contexts are written, relative to the project. */
  readonly contexts: string;
  /** Removes the folders. */
  close(): Promise<void>;
}

/**
 * Opens the workspace; one benchmark at a time. Its place is the same each time, so that the names on the engine are too and what a killed
 * benchmark left is found.
 * @param project root of the checkout
 */
export async function openWorkspace(project: string, work: Work): Promise<Workspace> {
  const lock = await acquireLock(path.join(project, ".state/locks/bench.lock"), "benchmark", {
    signal: work.signal,
    onWait: ({ pid }) => {
      work.update(`waits for the benchmark of process ${pid}`);
    },
  });
  const folder = path.join(project, ".state/bench");
  const clear = async () => {
    await rm(folder, { recursive: true, force: true });
    // Where the Pulumi program writes the contexts of this stack.
    await rm(path.join(project, ".state/contexts", benchStack), { recursive: true, force: true });
  };
  await clear();
  const backend = path.join(folder, "backend");
  await mkdir(backend, { recursive: true });
  return {
    folder,
    backend: `file://${backend}`,
    contexts: ".state/bench/contexts",
    async close() {
      await clear();
      await lock.release();
    },
  };
}
