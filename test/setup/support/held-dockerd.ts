import { writeFile } from "node:fs/promises";
import path from "node:path";
import { eventually } from "../../support/eventually.ts";
import { fakeProgram, linesOf } from "../../support/unit/fake-program.ts";
import type { PrivateEngine } from "./private-engine.ts";

/** A dockerd that waits before its first step, so that a test decides what happens before it writes its PID file. */
export interface HeldDockerd {
  readonly program: string;
  /** PIDs of those that were started, in that order. */
  started(): Promise<number[]>;
  /** Resolves once this many were started. */
  untilStarted(count: number): Promise<void>;
  /** Lets all continue, also those that are started later. */
  release(): Promise<void>;
}

/** The process keeps its PID and arguments when it becomes the real one. */
export async function heldDockerd({ folder, dockerd }: PrivateEngine): Promise<HeldDockerd> {
  const journal = path.join(folder, "started");
  const gate = path.join(folder, "gate");
  // It ends by itself once its folder is removed, so that a failing test leaves no process that waits forever.
  const script = `echo $$ >> '${journal}'
while [ ! -e '${gate}' ]; do [ -e '${journal}' ] || exit 1; sleep 0.02; done
exec '${dockerd}' "$@"`;
  const started = async () => (await linesOf(journal)).map(Number);
  return {
    program: await fakeProgram(folder, "held-dockerd", script),
    started,
    async untilStarted(count) {
      await eventually(
        async () => {
          const pids = await started();
          if (pids.length < count) throw new Error(`${pids.length} of ${count} were started`);
        },
        { deadlineMs: 10_000, intervalMs: 20 },
      );
    },
    release: () => writeFile(gate, ""),
  };
}
