/**
 * The services that are deployed together: what to run, never how. An approach decides how.
 * `File` is `FileSource` in the workload's definition, and `ServiceFile` after its files have been read.
 */
export interface Workload<File = ServiceFile> {
  /** Lower-case word; also the name of the workload's folder. */
  readonly name: string;
  /** One line for people. */
  readonly summary: string;
  readonly services: readonly Service<File>[];
  /** The service that is published on the host, and its port in the container. */
  readonly entry: { readonly service: string; readonly port: number };
  /** Roles of services, so that tests and experiments need no names. @default only the entry */
  readonly roles?: Roles;
}

/** Roles besides the entry. */
export interface Roles {
  /** A service that sends requests to the entry all the time; `says.works` matches the line that it logs for each answer. */
  readonly peer?: string;
  /**
   * Services that misbehave on order, with the faults of each. An order is a file `SERVICE.order` in the service's first scratch folder;
   * services/trouble/orders.py defines its fields.
   */
  readonly misbehaves?: Readonly<Record<string, readonly Deed[]>>;
}

/** Write log lines, leak memory, start many processes, fill the disk, use all processor time. */
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
  /** Variables that are the same in every approach. */
  readonly env: Readonly<Record<string, string>>;
  /** Variable name to service name: the approach sets the variable to the host name of that service. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Port that it listens on. @default it does not listen */
  readonly port?: number;
  /** Services that should be ready before this one starts, if the approach orders the start. */
  readonly dependsOn: readonly string[];
  /** The service is healthy if all pass. At least one. */
  readonly checks: readonly Check[];
  readonly health: HealthSchedule;
  readonly user: { readonly uid: number; readonly gid: number };
  /** Folders that it can write to; they do not outlive the container. */
  readonly scratch: readonly ScratchFolder[];
  readonly volumes: readonly VolumeMount[];
  readonly limits: Limits;
  readonly replicas: number;
  readonly stopSignal: StopSignal;
  /** Grace period, in seconds. */
  readonly stopGraceSeconds: number;
  /** Whether it needs connections to the outside. */
  readonly egress: boolean;
  /** What it logs at certain events. @default unknown: tests that look for a line skip the service, with a reason */
  readonly says?: LogSigns;
}

/** Regular expressions, as text, each for one line of a service's log. */
export interface LogSigns {
  /** It has started to work. */
  readonly started?: string;
  /** It got a stop signal; the line names the signal. */
  readonly stopped?: string;
  /** It has done a unit of work, such as a poll that was answered. */
  readonly works?: string;
}

export type StopSignal = "SIGTERM" | "SIGINT" | "SIGQUIT";

/** A file in the workload's folder. */
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

/** A check, run in the service's container, that the service works. */
export type Check =
  | { readonly kind: "http"; readonly port: number; readonly path: string; readonly status: number }
  | { readonly kind: "tcp"; readonly port: number }
  /** While the service works, it touches this file at least this often. */
  | { readonly kind: "fresh-file"; readonly path: string; readonly maxAgeSeconds: number }
  | { readonly kind: "command"; readonly argv: readonly string[] };

/** When the checks run. */
export interface HealthSchedule {
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  /** Failures in a row after which a service is unhealthy. */
  readonly retries: number;
  /** Seconds after the start in which failures do not count. */
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
