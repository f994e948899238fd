import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "../../errors/user-error.ts";
import type { System } from "../../stacks/systems/contract.ts";
import type { PulumiRunner } from "./pulumi.ts";

/** Between two questions. */
const pauseMs = 10_000;
/** Questions in a row that may stay without an answer: a busy system is slow, and each question has its own time-out. */
const patience = 3;

/**
 * Runs a command of Pulumi's whose output the user sees, while the systems that it works on are watched.
 * @param again what to type once they answer again
 * @returns its exit code
 * @throws UserError if one stops answering
 */
export async function showWatched(
  pulumi: PulumiRunner,
  args: readonly string[],
  {
    systems,
    again,
    signal,
  }: { readonly systems: readonly Watched[]; readonly again: string; readonly signal: AbortSignal | undefined },
): Promise<number> {
  const watch = watchSystems(systems, again);
  const code = await pulumi.show(args, signal, watch.lost);
  watch.stop();
  const lost = watch.reason();
  if (lost !== undefined) throw lost;
  return code;
}

type Watched = Pick<System, "name" | "place">;

/** Systems that are asked, while Pulumi works, whether they still answer: Pulumi itself would wait without end for one that is paused. */
export interface SystemWatch {
  /** Aborted once one no longer answers. */
  readonly lost: AbortSignal;
  /** What happened to it; undefined while all answer. */
  readonly reason: () => UserError | undefined;
  readonly stop: () => void;
}

/**
 * @param again what to type once it answers again
 * @param everyMs milliseconds between two questions
 */
export function watchSystems(systems: readonly Watched[], again: string, everyMs = pauseMs): SystemWatch {
  const ended = new AbortController();
  const lost = new AbortController();
  let reason: UserError | undefined;
  const watch = async (system: Watched): Promise<void> => {
    for (let failures = 0; failures < patience;) {
      await pause(everyMs, undefined, { signal: ended.signal, ref: false });
      const failure = await failureOf(system);
      failures = failure === undefined ? 0 : failures + 1;
      if (failures === patience) reason ??= gone(failure ?? "", again);
    }
    lost.abort();
  };
  // Its end is an abort of the pause.
  for (const system of systems) void watch(system).catch(() => undefined);
  return {
    lost: lost.signal,
    reason: () => reason,
    stop: () => {
      ended.abort();
    },
  };
}

async function failureOf(system: Watched): Promise<string | undefined> {
  try {
    await system.place();
    return undefined;
  } catch (error) {
    return error instanceof UserError ? error.parts.found : String(error);
  }
}

function gone(found: string, again: string): UserError {
  return new UserError({
    found: `It was given up, since what it works on stopped answering: ${found}`,
    allowed: "a system that answers until all is done",
    remedy: `npm run doctor says how it is; then ${again}, which repairs what was interrupted`,
  });
}
