import type { ProcessIdentity } from "./process-identity.mjs";

/** What a lock file says about the process that holds it. */
export interface LockHolder extends ProcessIdentity {
  /** Different for every lock ever taken. */
  readonly id: string;
  /** What it is doing, for people. */
  readonly purpose: string;
  /** ISO time. */
  readonly since: string;
  /** Leaders of the process groups it started, to be ended by whoever finds the holder dead. */
  readonly children: readonly ProcessIdentity[];
}

/** A lock that this process holds. */
export interface Lock {
  /** Variable to set for children: by it they are found where the holder was killed before it could note them. */
  readonly mark: Readonly<Record<string, string>>;
  /** Notes a child that leads a process group, so that it does not outlive a killed holder. */
  addChild(pid: number): Promise<void>;
  removeChild(pid: number): Promise<void>;
  release(): Promise<void>;
}

/** What may be told while waiting. */
export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once when a living process holds the lock. */
  readonly onWait?: ((holder: LockHolder) => void) | undefined;
  /** Called when a dead process's lock was cleared, with how many of its children still ran and were ended. */
  readonly onStale?: ((holder: LockHolder, endedChildren: number) => void) | undefined;
}

/**
 * Takes a lock file, waiting for as long as its holder lives. A dead holder's lock is cleared and its children are ended.
 * @param purpose what the holder does, shown to others who wait
 */
export function acquireLock(file: string, purpose: string, options?: LockOptions): Promise<Lock>;

/**
 * Clears a dead holder's lock and ends its children, for whoever finds the work done that the lock was taken for and so has no
 * need to take it.
 */
export function clearDeadLock(file: string): Promise<void>;

/** Who holds the lock, alive or not; undefined where there is no lock. */
export function readHolder(file: string): Promise<LockHolder | undefined>;
