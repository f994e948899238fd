import { writeFile } from "node:fs/promises";
import path from "node:path";
import { eventually } from "../../support/eventually.ts";
import { fakeProgram, linesOf } from "../../support/unit/fake-program.ts";
import type { PrivateEngine } from "./private-engine.ts";

/** A dockerd that is held before its first step, so that a test decides what happens before its pid file is there. */
export interface HeldDockerd {
  readonly program: string;
  /** Pids of those that were started, the first one first. */
  started(): Promise<number[]>;
  /** Resolves once this many were started. */
  untilStarted(count: number): Promise<void>;
  /** Lets all go on, also those that are still to come. */
  release(): Promise<void>;
}

/** The process keeps its pid and arguments when it becomes the real one. */
export async function heldDockerd({ folder, dockerd }: PrivateEngine): Promise<HeldDockerd> {
  const journal = path.join(folder, "started");
  const gate = path.join(folder, "gate");
  // It ends by itself once its folder is gone: what a failing test has lost sight of does not wait for ever.
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
