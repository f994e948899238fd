import type { Work } from "../work.ts";
import type { StepReports } from "./display.ts";
import { plainDisplay } from "./plain-display.ts";
import { terminalDisplay } from "./terminal-display.ts";

/** One of several steps that run side by side. */
export interface StepPlan {
  readonly title: string;
  run(work: Work): Promise<void>;
}

/**
 * Runs steps side by side; the first failure stops the others, and is thrown once they have ended.
 * @param stream where progress is shown. @default process.stderr, so that standard output stays free for data
 */
export async function runSteps(
  steps: readonly StepPlan[],
  signal: AbortSignal,
  stream: NodeJS.WriteStream = process.stderr,
): Promise<void> {
  const failures: unknown[] = [];
  const failed = new AbortController();
  const combined = AbortSignal.any([signal, failed.signal]);
  const shown = steps.map((step) => ({
    title: step.title,
    async run(reports: StepReports) {
      try {
        await step.run({ ...reports, signal: combined });
        return true;
      } catch (error) {
        failures.push(error);
        failed.abort(error);
        return false;
      }
    },
  }));
  await (canRedraw(stream) ? terminalDisplay : plainDisplay)(shown, stream);
  signal.throwIfAborted();
  if (failures.length > 0) throw failures[0];
}

// Some pseudo terminals report no rows; all that is drawn there is cut off.
function canRedraw(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && stream.rows > 0 && process.env.TERM !== "dumb";
}
