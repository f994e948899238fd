import type { Work } from "../work.ts";

/** What one step can report. */
export type StepReports = Pick<Work, "update" | "detail" | "note">;

/** A step as a display sees it: `run` never rejects, and resolves to whether it succeeded. */
export interface ShownStep {
  readonly title: string;
  run(reports: StepReports): Promise<boolean>;
}

/** Starts all steps, shows their progress, returns when all have ended. */
export type Display = (steps: readonly ShownStep[], stream: NodeJS.WriteStream) => Promise<void>;

/** For people: `0.4 s`, `3 min 20 s`. */
export function formatDuration(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} s`;
}

/** For people, rounded to ten seconds: `about 1 min 40 s left`, `a few seconds left`. */
export function timeLeft(ms: number): string {
  const step = 10_000;
  const rounded = Math.round(ms / step) * step;
  if (rounded < step) return "a few seconds left";
  return `about ${rounded < 60_000 ? `${rounded / 1000} s` : formatDuration(rounded)} left`;
}
