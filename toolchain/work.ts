import type { Lock } from "./host/lock.mjs";

/** What a long step gets: reports, cancellation, and a lock that records what it starts. */
export interface Work {
  /** Aborted when the user interrupts, or when another step has failed. */
  readonly signal: AbortSignal;
  /** The lock that records child processes, so that the next run can end those of a killed one. */
  readonly lock?: Lock;
  /** Says what is being done now. */
  update(text: string): void;
  /** Shows progress, on a terminal and in heartbeats only. */
  detail(text: string): void;
  /** Says something that the user should read even when all goes well. */
  note(text: string): void;
}
