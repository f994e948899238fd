/** What identifies a process on this host for as long as the host runs. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks between boot and the start of the process; empty if the host does not tell. */
  readonly startTime: string;
  readonly bootId: string;
}

/** Start of a process in clock ticks since boot: tells a process from a later one with the same PID. */
export function startTimeOf(pid: number): string;

/** Changes with every boot, so that PIDs from before a crash are never taken for living processes. */
export function bootId(): string;

/** Describes a running process. */
export function identify(pid: number): ProcessIdentity;

/** Whether exactly this process, not another one with its PID, still runs. */
export function isAlive(identity: ProcessIdentity | undefined): boolean;
