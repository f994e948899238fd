import type { Value } from "../contract.ts";

/** Raised when a field of a record changes its meaning or is removed, not when one is added. */
export const resultsVersion = 1;

/** A results file is JSON Lines: one `run` record, then `cell` records, with `resumed` records between them if the run was resumed. */
export type ResultRecord = RunRecord | CellRecord | ResumedRecord;

export interface RunRecord {
  readonly kind: "run";
  readonly resultsVersion: number;
  /** Folder name of the run: its start, as `2026-11-24T13-05-59Z`. */
  readonly id: string;
  readonly startedAt: string;
  /** Version of this project, with `+` if files were changed. */
  readonly project: string;
  readonly host: HostFingerprint;
  readonly settings: RunSettings;
  /** SHA-256 of the rules that it was measured under (lab/rules/rules.yaml). Early runs do not record it: their rules were in the code. */
  readonly rules?: string;
  /** SHA-256 of the rules about systems (lab/rules/systems.yaml), if it has measured a system beside Docker. */
  readonly systemsRules?: string;
  /** Workload's name by experiment. Early runs do not record it; earlier-names.ts fills it in. */
  readonly workloads?: Readonly<Record<string, string>>;
  readonly subjects: readonly SubjectRecord[];
}

export interface RunSettings {
  /** Seed of the random order. */
  readonly seed: number;
  /** Counted rounds of experiments of the kind `timing`. */
  readonly rounds: number;
  readonly quick: boolean;
  /** Names of the experiments, in order. */
  readonly experiments: readonly string[];
  /** Names of the approaches, in order. */
  readonly approaches: readonly string[];
}

/** What the report shows of a subject besides measured values. */
export interface SubjectRecord {
  readonly name: string;
  readonly approach: string;
  /** Short name of the variant, if it is one. */
  readonly variant?: string;
  /** Configuration that it is deployed with, besides the approach: what makes it a variant. @default none */
  readonly config?: Readonly<Record<string, string>>;
  /** Names of the experiments that a variant takes part in. @default all */
  readonly experiments?: readonly string[];
  readonly summary: string;
  readonly twinOf?: string;
  /** What it runs on, if that is not Docker. @default Docker */
  readonly system?: SystemRecord;
  /** Grants that the approach needs. */
  readonly requires: readonly string[];
  readonly traits: Readonly<Record<string, boolean | number>>;
  readonly warnings: readonly string[];
  /** Containers with their services, and networks: the data of the topology diagram. */
  readonly topology: Topology;
  /** Why the subject is not measured. */
  readonly skipped?: string;
}

/** A system beside Docker. */
export interface SystemRecord {
  readonly name: string;
  /** What it says of its version; empty if that is unknown. */
  readonly version: string;
  /** Whether its containers are machines with kernels of their own. */
  readonly ownKernel: boolean;
}

export interface Topology {
  readonly units: readonly {
    /** Without instance and stack. */
    readonly name: string;
    readonly services: readonly string[];
    /** Names of networks; empty if the unit joins the namespaces of another one, which `joins` names. */
    readonly networks: readonly string[];
    readonly joins?: string;
  }[];
  /** Service and container port that are published on the host. */
  readonly entry: { readonly service: string; readonly port: number };
}

export interface CellRecord {
  readonly kind: "cell";
  readonly experiment: string;
  readonly subject: string;
  /** From 0; warm-up rounds and counted rounds are numbered separately. */
  readonly round: number;
  readonly warmUp: boolean;
  readonly startedAt: string;
  readonly seconds: number;
  /** Load average of the last minute on the host, before the cell: it includes the lab's own work. */
  readonly load: number;
  /**
   * Share of all processors' time, from 0 to 1, that others used during the cell: neither the lab nor Docker. Early runs do not record it,
   * nor do cells that run beside others.
   */
  readonly others?: number;
  /** From 1: how often the cell has been taken. The last one counts. @default 1 */
  readonly attempt?: number;
  readonly values: Readonly<Record<string, Value>>;
  /** Reasons why there is no value, by figure. */
  readonly missing: Readonly<Record<string, string>>;
  readonly details?: Readonly<Record<string, unknown>>;
  /** Error message of a failed experiment; there are no values then. */
  readonly failure?: string;
}

/** The run was resumed after an interruption. */
export interface ResumedRecord {
  readonly kind: "resumed";
  readonly at: string;
  readonly cellsDone: number;
}

/** The machine and the software of a run; `engine` is the version of Docker Engine. */
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
  /** Whether published ports go through docker-proxy. */
  readonly userlandProxy: boolean;
  readonly liveRestore: boolean;
  readonly pulumi: string;
  readonly node: string;
  /** Name of the base image, and its distribution. */
  readonly baseImage: string;
  /** Load average before the first cell. */
  readonly load: number;
  /** Running containers beside the lab's own before the first cell; early runs do not record it. */
  readonly otherContainers?: number;
}

/** Whether a subject takes part in an experiment: a variant takes part in those that its configuration matters for. */
export function takesPart({ experiments }: Pick<SubjectRecord, "experiments">, experiment: string): boolean {
  return experiments?.includes(experiment) ?? true;
}

/** Whether two fingerprints are of the same host: a run is resumed only then. */
export function sameHost(a: HostFingerprint, b: HostFingerprint): boolean {
  const essential = (host: HostFingerprint) => JSON.stringify({ ...host, load: 0, otherContainers: 0 });
  return essential(a) === essential(b);
}
