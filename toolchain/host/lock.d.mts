import type { ProcessIdentity } from "./process-identity.mjs";

/** What a lock file says about the process that holds it. */
export interface LockHolder extends ProcessIdentity {
  /** Different for every lock ever taken. */
  readonly id: string;
  /** What it is doing, for people. */
  readonly purpose: string;
  /** ISO time. */
  readonly since: string;
  /** Whether it holds the kernel's lock as well: then the kernel tells whether it lives. Locks of earlier versions do not say. */
  readonly kernel?: boolean;
  /** Leaders of the process groups it started; a process that finds the holder dead ends them. */
  readonly children: readonly ProcessIdentity[];
}

/** A lock that this process holds. */
export interface Lock {
  /** Variable to set for children: it identifies those of a holder that was killed before it could record them. */
  readonly mark: Readonly<Record<string, string>>;
  /** Records a child that leads a process group, so that it does not outlive a killed holder. */
  addChild(pid: number): Promise<void>;
  removeChild(pid: number): Promise<void>;
  release(): Promise<void>;
}

/** Cancellation of the wait, and reports during it. */
export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once when a living process holds the lock. */
  readonly onWait?: ((holder: LockHolder) => void) | undefined;
  /** Called when a dead process's lock was cleared, with the number of its children that still ran and were ended. */
  readonly onStale?: ((holder: LockHolder, endedChildren: number) => void) | undefined;
}

/**
 * Takes a lock file. Waits while its holder lives; clears the lock of a dead holder and ends its children.
 * @param purpose what the holder does, shown to others who wait
 */
export function acquireLock(file: string, purpose: string, options?: LockOptions): Promise<Lock>;

/**
 * Clears a dead holder's lock and ends its children, without taking the lock. For callers that find the work already done.
 */
export function clearDeadLock(file: string): Promise<void>;

/** The holder of the lock, and whether it lives, or may live; undefined if there is no lock. Changes nothing. */
export function inspectLock(file: string): Promise<{ readonly holder: LockHolder; readonly live: boolean } | undefined>;

/** The holder of the lock, alive or not; undefined if there is no lock. */
export function readHolder(file: string): Promise<LockHolder | undefined>;
