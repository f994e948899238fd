import type { Value } from "../contract.ts";

/** Raised when a field of a record changes its meaning or goes; additions leave it. */
export const resultsVersion = 1;

/** A results file is JSON Lines: one `run` record, then `cell` records, with `resumed` records between them where a run went on later. */
export type ResultRecord = RunRecord | CellRecord | ResumedRecord;

export interface RunRecord {
  readonly kind: "run";
  readonly resultsVersion: number;
  /** Folder name of the run: when it began, as `2026-11-24T13-05-59Z`. */
  readonly id: string;
  readonly startedAt: string;
  /** Version of this project, with `+` behind it where its files were changed. */
  readonly project: string;
  readonly host: HostFingerprint;
  readonly settings: RunSettings;
  /** Names of the workloads that the experiments were run on, by experiment. In runs from before it was noted, earlier-names.ts fills it in. */
  readonly workloads?: Readonly<Record<string, string>>;
  readonly subjects: readonly SubjectRecord[];
}

export interface RunSettings {
  /** Where the random order and the bootstrap start from. */
  readonly seed: number;
  /** Counted rounds of timings. */
  readonly rounds: number;
  readonly quick: boolean;
  /** Names of the experiments, in order. */
  readonly experiments: readonly string[];
  /** Names of the approaches, in order. */
  readonly approaches: readonly string[];
}

/** Everything about a subject that the report needs and that is not measured. */
export interface SubjectRecord {
  readonly name: string;
  readonly approach: string;
  readonly summary: string;
  readonly twinOf?: string;
  /** What the approach asks to be granted. */
  readonly requires: readonly string[];
  readonly traits: Readonly<Record<string, boolean | number>>;
  readonly warnings: readonly string[];
  /** Containers with the services in them, and networks: what the diagram of the topology is drawn from. */
  readonly topology: Topology;
  /** Why it is not measured. */
  readonly skipped?: string;
}

export interface Topology {
  readonly units: readonly {
    /** Short: without the instance and the stack. */
    readonly name: string;
    readonly services: readonly string[];
    /** Names of networks; a unit that joins another's namespaces names that unit instead. */
    readonly networks: readonly string[];
    readonly joins?: string;
  }[];
  /** Service and container port that is published on the host. */
  readonly entry: { readonly service: string; readonly port: number };
}

export interface CellRecord {
  readonly kind: "cell";
  readonly experiment: string;
  readonly subject: string;
  /** From 0; within warm-up rounds and counted rounds apart. */
  readonly round: number;
  readonly warmUp: boolean;
  readonly startedAt: string;
  readonly seconds: number;
  /** Load average of the last minute on the host, before the cell. */
  readonly load: number;
  readonly values: Readonly<Record<string, Value>>;
  /** Reasons, by figure. */
  readonly missing: Readonly<Record<string, string>>;
  readonly details?: Readonly<Record<string, unknown>>;
  /** The experiment itself failed: its message. No values then. */
  readonly failure?: string;
}

/** The run was interrupted and went on. */
export interface ResumedRecord {
  readonly kind: "resumed";
  readonly at: string;
  readonly cellsDone: number;
}

/** The machine and the software that were measured on. */
export interface HostFingerprint {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly kernel: string;
  readonly system: string;
  readonly engine: string;
  readonly runtime: string;
  readonly storageDriver: string;
  readonly cgroupVersion: number;
  readonly cgroupDriver: string;
  /** Whether published ports go through a process of the engine (`docker-proxy`). */
  readonly userlandProxy: boolean;
  readonly liveRestore: boolean;
  readonly pulumi: string;
  readonly node: string;
  /** Name of the base image, and of the distribution in it. */
  readonly baseImage: string;
  /** Load average before the first cell. */
  readonly load: number;
  /** Containers that ran beside the lab's own before the first cell; runs from before this was asked do not say. */
  readonly otherContainers?: number;
}

/** What identifies the host: a run resumes only where these are equal. */
export function sameHost(a: HostFingerprint, b: HostFingerprint): boolean {
  const essential = (host: HostFingerprint) => JSON.stringify({ ...host, load: 0, otherContainers: 0 });
  return essential(a) === essential(b);
}
