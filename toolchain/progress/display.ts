import type { Work } from "../work.ts";

/** Where one step's reports go. */
export type StepReports = Pick<Work, "update" | "detail" | "note">;

/** A step as a display sees it: never rejects, resolves to whether it succeeded. */
export interface ShownStep {
  readonly title: string;
  run(reports: StepReports): Promise<boolean>;
}

/** Starts all steps, shows how far they are, returns when all have ended. */
export type Display = (steps: readonly ShownStep[], stream: NodeJS.WriteStream) => Promise<void>;

/** For people: `0.4 s`, `3 min 20 s`. */
export function formatDuration(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.floor((ms % 60_000) / 1000)} s`;
}
