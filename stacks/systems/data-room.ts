import type { Scope, VolumePlan } from "../contract.ts";

/**
 * The volumes of one stack that hold data, and what copies them. What works on them runs on the system and does not need the command:
 * after a kill at any moment, `recover` finishes or takes back what was under way.
 */
export interface DataRoom {
  /** By approach and name. */
  volumes(): Promise<readonly StoredVolume[]>;
  /** Reads sizes and owners. @param volumes names on the system @returns in the same order */
  measure(volumes: readonly string[]): Promise<readonly VolumeMeasure[]>;
  /**
   * Creates the volumes that are missing, with the labels that a deployment gives them.
   * @returns names on the system of those that it created
   * @throws UserError if a volume of that name belongs to something else
   */
  create(scope: Scope, plans: readonly VolumePlan[]): Promise<readonly string[]>;
  /** Removes volumes that no container uses. @param volumes names on the system */
  remove(volumes: readonly string[]): Promise<void>;
  /**
   * Reads a volume as a tar archive: numeric owners, all modes, links, sparse files, times to the nanosecond, extended attributes.
   * @param write gets the archive's bytes in order; the next ones come when it has resolved
   * @throws UserError if the volume changed meanwhile, unless `live`
   */
  read(volume: string, write: (bytes: Uint8Array) => Promise<void>, watch: ReadWatch): Promise<ReadVolume>;
  /**
   * Unpacks an archive of `read` beside a volume's data, which stays as it is.
   * @throws UserError if what arrived is not what was announced
   */
  stage(content: StagedContent, bytes: AsyncIterable<Uint8Array>, watch: Watch): Promise<void>;
  /**
   * Replaces the data of volumes by what was staged, all or none of them. Cannot be interrupted.
   * @param volumes names on the system: those that were staged
   * @returns whether it is done; if not, `recover` decides
   */
  commit(transaction: string, volumes: readonly string[]): Promise<boolean>;
  /** Ends what a killed command left running, then finishes what was committed and removes what was only staged. */
  recover(): Promise<Recovered>;
}

export interface StoredVolume {
  /** Name in the workload. */
  readonly name: string;
  /** Name on the system. */
  readonly fullName: string;
  readonly approach: string;
  readonly workload: string;
  /** Containers that mount it, in any state. */
  readonly users: readonly VolumeUser[];
}

export interface VolumeUser {
  readonly container: string;
  readonly running: boolean;
  /** Whether the container is the stack's. */
  readonly own: boolean;
}

export interface VolumeMeasure {
  /** Space that its files take on the disk. */
  readonly bytes: number;
  /** Files, folders and links, with the volume's own folder. */
  readonly entries: number;
  /** Of the volume's own folder. */
  readonly owner: { readonly uid: number; readonly gid: number };
  /** Permission bits of the volume's own folder. */
  readonly mode: number;
  /** Which disk it is on: volumes with the same text share the free space. */
  readonly disk: string;
  readonly freeBytes: number;
}

export interface Watch {
  readonly signal: AbortSignal;
  /** Called now and then. @param entries done so far */
  readonly progress?: (entries: number) => void;
}

export interface ReadWatch extends Watch {
  /** Services may write meanwhile. */
  readonly live: boolean;
}

export interface ReadVolume {
  readonly bytes: number;
  readonly entries: number;
  /** Of the archive's bytes, in hexadecimal digits; computed where the volume is and compared with what arrived. */
  readonly sha256: string;
  /** What was left out or changed, one line each. */
  readonly notes: readonly string[];
}

export interface StagedContent {
  /** Groups what is committed together. */
  readonly transaction: string;
  /** Name on the system. */
  readonly volume: string;
  /** The volume that keeps the transaction's decision: the same for all of its volumes. */
  readonly coordinator: string;
  readonly entries: number;
  readonly sha256: string;
}

export interface Recovered {
  /** Transactions that had been committed, and are done now. */
  readonly finished: readonly string[];
  /** What was done, one line each. */
  readonly lines: readonly string[];
}
