import { UserError } from "../../errors/user-error.ts";
import type { Workload } from "../../services/contract.ts";
import type { DeploymentOutput } from "../../stacks/outputs.ts";
import { projectRoot } from "../../toolchain/environment.ts";
import type { Work } from "../../toolchain/work.ts";
import { UnfinishedRestore } from "./copy.ts";
import { journalFile, removeJournal, writeJournal, type Journal } from "./journal.ts";
import { runningOf, startReplicas, stopReplicas, usingReplicas } from "./services.ts";

/** What must not run meanwhile. */
export interface Paused {
  readonly stack: string;
  readonly workload: Workload;
  /** Undefined if nothing is deployed. */
  readonly deployment: DeploymentOutput | undefined;
  /** Names in the workload. */
  readonly volumes: readonly string[];
  /** What the next command must undo if this one is killed. */
  readonly journal: Omit<Journal, "stopped">;
}

/**
 * Runs work while the services that mount the volumes are stopped, and starts them again whatever happens, except on half-replaced data.
 * @returns the work's result, and the names of what was stopped
 * @throws UserError if a service does not start again
 */
export async function whilePaused<T>(
  { stack, workload, deployment, volumes, journal }: Paused,
  work: Work,
  use: () => Promise<T>,
): Promise<{ readonly result: T; readonly stopped: readonly string[] }> {
  const groups = deployment === undefined ? [] : await runningOf(usingReplicas(workload, deployment, volumes));
  const replicas = groups.flat();
  const file = journalFile(projectRoot, stack);
  await writeJournal(file, { ...journal, stopped: replicas });
  const names = replicas.map(({ name }) => name);
  const failed: string[] = [];
  const pausedWork = async () => {
    if (names.length > 0) work.update(`stops ${names.join(", ")}`);
    await stopReplicas(groups, work.signal);
    return use();
  };
  const again = async () => {
    if (names.length > 0) work.update(`starts ${names.join(", ")}`);
    failed.push(...(await startReplicas(replicas)));
    await removeJournal(file);
    for (const line of failed) work.note(`did not start again: ${line}`);
  };
  let result: T;
  try {
    result = await pausedWork();
  } catch (error) {
    if (!(error instanceof UnfinishedRestore)) await again();
    throw error;
  }
  await again();
  if (failed.length === 0) return { result, stopped: names };
  throw new UserError({
    found: `The data is copied, but not every service started again: ${failed.join("; ")}`,
    remedy: `npm run ctl -- ${stack} lists the services; npm run up -- ${stack}`,
  });
}

/** @throws UserError if a container that is not the stack's runs with one of the volumes */
export function checkForeignUsers(
  volumes: readonly {
    readonly fullName: string;
    readonly users: readonly { container: string; running: boolean; own: boolean }[];
  }[],
): void {
  for (const { fullName, users } of volumes) {
    const foreign = users.filter(({ running, own }) => running && !own).map(({ container }) => container);
    if (foreign.length === 0) continue;
    throw new UserError({
      found: `The volume ${fullName} is in use by ${foreign.join(", ")}, which is not part of the stack.`,
      remedy: "stop it first; nothing has been changed",
    });
  }
}
