import type { Lock } from "./host/lock.mjs";

/** What a long step gets: how to report, when to stop, and where to note what it starts. */
export interface Work {
  /** Aborted when the user interrupts, or when another step has failed. */
  readonly signal: AbortSignal;
  /** The lock under which child processes are noted, so that the next run can end those of a killed one. */
  readonly lock?: Lock;
  /** Says what is being done now. */
  update(text: string): void;
  /** Shows how far it has come; seen on a terminal and in heartbeats only. */
  detail(text: string): void;
  /** Says something that the user should read even when all goes well. */
  note(text: string): void;
}
