/**
 * What to run, never how it is supervised: a workload describes, an approach decides.
 * `File` is `FileSource` in a workload's own folder and `ServiceFile` once the contents have been read.
 */
export interface Workload<File = ServiceFile> {
  /** Lower-case word; also the name of the workload's folder. */
  readonly name: string;
  /** One line for people. */
  readonly summary: string;
  readonly services: readonly Service<File>[];
  /** The port that is published on the host, and the service that answers there. */
  readonly entry: { readonly service: string; readonly port: number };
  /** Parts that services play, so that tests and experiments need no service's name. @default none but the entry */
  readonly roles?: Roles;
}

/** Parts that services play beside the entry. */
export interface Roles {
  /** A service that asks the entry again and again by itself; `says.works` is the line that it logs for each answer. */
  readonly peer?: string;
  /**
   * Services that go wrong on order, and what each can be told to do. An order is a file `SERVICE.order` in the service's first scratch
   * folder; services/trouble/orders.py defines its fields.
   */
  readonly misbehaves?: Readonly<Record<string, readonly Deed[]>>;
}

/** Write log lines, take memory, start processes, fill the disk, use up the processor. */
export type Deed = "log" | "leak" | "fork" | "fill" | "spin";

/** One long-running program and what it needs. */
export interface Service<File = ServiceFile> {
  /** Lower-case word; also its DNS name where the approach gives it one. */
  readonly name: string;
  readonly summary: string;
  /** Exec form; the first word is an absolute path. */
  readonly command: readonly string[];
  /** Packages of the base image's distribution. */
  readonly packages: readonly string[];
  readonly files: readonly File[];
  /** Settings that are the same whatever the approach. */
  readonly env: Readonly<Record<string, string>>;
  /** Variable name to service name: the approach fills in the host at which that service is reached. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Port that it listens on, if it listens. */
  readonly port?: number;
  /** Services that should be ready before this one starts, where the approach can order. */
  readonly dependsOn: readonly string[];
  /** All must pass for the service to count as healthy. At least one. */
  readonly checks: readonly Check[];
  readonly health: HealthSchedule;
  readonly user: { readonly uid: number; readonly gid: number };
  /** Folders that it must be able to write; they do not outlive the container. */
  readonly scratch: readonly ScratchFolder[];
  readonly volumes: readonly VolumeMount[];
  readonly limits: Limits;
  readonly replicas: number;
  readonly stopSignal: StopSignal;
  /** Time to stop by itself before it is killed. */
  readonly stopGraceSeconds: number;
  /** Whether it needs to reach anything outside its workload. */
  readonly egress: boolean;
  /** What it logs at certain moments. @default unknown: tests that look for a line skip the service, and say so */
  readonly says?: LogSigns;
}

/** Regular expressions, as text, that match one line of a service's log each. */
export interface LogSigns {
  /** It has begun to work. */
  readonly started?: string;
  /** It has been told to stop; the line names the signal. */
  readonly stopped?: string;
  /** It has done a piece of its work, such as a poll that was answered. */
  readonly works?: string;
}

export type StopSignal = "SIGTERM" | "SIGINT" | "SIGQUIT";

/** A file beside the workload's definition. */
export interface FileSource {
  /** Path relative to the workload's folder. */
  readonly source: string;
  /** Absolute path in the container. */
  readonly path: string;
  /** Permission bits, such as 0o644. */
  readonly mode: number;
}

/** A file with its content. */
export interface ServiceFile {
  readonly path: string;
  readonly content: string;
  readonly mode: number;
}

/** How to tell from inside the service's own container that it works. */
export type Check =
  | { readonly kind: "http"; readonly port: number; readonly path: string; readonly status: number }
  | { readonly kind: "tcp"; readonly port: number }
  /** The service touches this file at least this often while it is alive. */
  | { readonly kind: "fresh-file"; readonly path: string; readonly maxAgeSeconds: number }
  | { readonly kind: "command"; readonly argv: readonly string[] };

/** When the checks run. */
export interface HealthSchedule {
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  /** Failures in a row that make a service unhealthy. */
  readonly retries: number;
  /** Failures in this time after the start do not count. */
  readonly startPeriodSeconds: number;
}

export interface ScratchFolder {
  readonly path: string;
  readonly sizeMiB: number;
}

/** Data that outlives the container. */
export interface VolumeMount {
  readonly name: string;
  readonly path: string;
}

export interface Limits {
  readonly memoryMiB: number;
  readonly cpus: number;
  readonly pids: number;
}
