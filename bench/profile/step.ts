import { covered } from "../statistics.ts";
import type { Span } from "./trace.ts";

/** One step of a Pulumi command. Steps may overlap. */
export interface Step {
  readonly name: string;
  /** Milliseconds since the command was started. */
  readonly start: number;
  readonly duration: number;
  /** Of the duration, the time in which the engine worked on a call of this step. Missing for steps that call no engine. */
  readonly engine?: number;
  /** What of it is avoidable, and how. */
  readonly avoidable: string;
}

/** Milliseconds of a span's interval in which at least one of the calls was under way. */
export function overlap({ start, end }: Pick<Span, "start" | "end">, calls: readonly Span[]): number {
  const inside = calls
    .map((call) => [Math.max(call.start, start), Math.min(call.end, end)] as const)
    .filter(([from, to]) => to > from);
  return covered(inside);
}
