/** What identifies a process on this host for as long as the host runs. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks between boot and the start of the process; empty if the host does not tell. */
  readonly startTime: string;
  readonly bootId: string;
  /** In which the PID counts, such as `pid:[4026531836]`; empty if the host does not tell. Identities of earlier versions do not have it. */
  readonly pidNamespace?: string;
  /** Name of the host. Identities of earlier versions do not have it. */
  readonly host?: string;
}

/** Start of a process in clock ticks since boot: tells a process from a later one with the same PID. */
export function startTimeOf(pid: number): string;

/** Changes with every boot, so that PIDs from before a crash are never taken for living processes. */
export function bootId(): string;

/** PID namespace of this process; empty if the host does not tell. */
export function pidNamespace(): string;

/** Describes a running process. */
export function identify(pid: number): ProcessIdentity;

/** Whether exactly this process, not another one with its PID, still runs. */
export function isAlive(identity: ProcessIdentity | undefined): boolean;

/**
 * Whether this process may still run, as far as can be told from here: a process of another host, or of another PID namespace since the same boot,
 * cannot be looked at.
 */
export function mayLive(identity: ProcessIdentity | undefined): boolean;
