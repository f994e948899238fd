import type { ConfigOf, ServiceFile } from "./file-contract.ts";
import type { ForeignNetwork, ForeignVolume, ResolvedService } from "./foreign/contract.ts";
import type { Grant } from "./foreign/grant-names.ts";
import type { Check, HealthSchedule } from "./health-contract.ts";

export type { Config, ConfigOf, ConfigSource, FileContent, FileSource, ServiceFile } from "./file-contract.ts";
export type { Check, HealthSchedule } from "./health-contract.ts";

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
  readonly entry: Entry;
  /** Roles of services, so that tests and experiments need no names. @default only the entry */
  readonly roles?: Roles;
  /** Facts about volumes, by the name that services mount them by. @default none: each belongs to the one service that mounts it */
  readonly volumes?: Readonly<Record<string, VolumeFacts>>;
  /** The Compose project that it comes from. @default it is one of services/ */
  readonly foreign?: ForeignFacts;
  /** Facts about secrets, by the name that services ask for them by. @default none: each must be in the stack's configuration */
  readonly secrets?: Readonly<Record<string, SecretFacts>>;
}

export interface Entry {
  readonly service: string;
  readonly port: number;
  readonly answer?: Answer;
  /** Port of the host that it is published at if that is free, and the configuration has none. @default a free one, the same at each `up` */
  readonly wanted?: number;
}

/** What of a Compose project is no service. */
export interface ForeignFacts {
  readonly networks: Readonly<Record<string, ForeignNetwork>>;
  readonly volumes: Readonly<Record<string, ForeignVolume>>;
  /** What the stack's configuration lets services reach beyond their containers. */
  readonly grants: readonly Grant[];
  /** What is not as the file says, a line each. */
  readonly warnings: readonly string[];
}

/** What `up` asks the entry for in the end, and what counts as an answer. Redirects are answers, and are not followed. */
export interface Answer {
  /** @default "/" */
  readonly path?: string;
  /** Host header. @default the published address */
  readonly host?: string;
  /** Statuses that show that it works, such as 401 of a service that wants a password. @default every one from 200 to 399 */
  readonly status?: readonly number[];
  /** `any`: it may speak another protocol than HTTP. Then it is enough that it says something, or keeps a connection open. @default "http" */
  readonly protocol?: "http" | "any";
}

/** A volume that several services use, or one with a mode of its own. */
export interface VolumeFacts {
  /**
   * Group that owns the volume. Every service that mounts it is in the group. Needed if services of several users mount it.
   * @default the group of the service that mounts it
   */
  readonly gid?: number;
  /** Permission bits of the volume's root. @default 0o700; with a gid 0o2770: what is created in it belongs to the group too */
  readonly mode?: number;
}

export interface SecretFacts {
  /** Generates a value if the stack's configuration has none: letters and digits, kept in the state, encrypted. @default none: it must be configured */
  readonly generated?: { readonly length: number };
}

/** Roles besides the entry. */
export interface Roles {
  /** A service that sends requests to the entry all the time; `says.works` matches the line that it logs for each answer. */
  readonly peer?: string;
  /** Services that misbehave on order, with the faults of each; services/trouble/orders.py says how an order is given. */
  readonly misbehaves?: Readonly<Record<string, readonly Deed[]>>;
  /** A service that keeps data, and the volume that it keeps them in, which it can write. */
  readonly data?: { readonly service: string; readonly volume: string };
}

/** Write log lines, leak memory, start many processes, fill the disk, use all processors; crash, be deaf, serve: see services/trouble. */
export type Deed = "log" | "leak" | "fork" | "fill" | "spin" | "crash" | "deaf" | "serve";

/** One program and what it needs. */
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
  /** Service name to what it must have reached before this one starts. */
  readonly dependsOn: Readonly<Record<string, Condition>>;
  /** It runs to completion: it ends with exit code 0 within this time, and is not started again unless it changed. @default it runs forever */
  readonly completes?: { readonly withinSeconds: number };
  /** The service is healthy if all pass. At least one; none if it runs to completion. */
  readonly checks: readonly Check[];
  readonly health: HealthSchedule;
  readonly user: { readonly uid: number; readonly gid: number };
  /** Folders that it can write to; they do not outlive the container. */
  readonly scratch: readonly ScratchFolder[];
  readonly volumes: readonly VolumeMount[];
  /** Files and folders of the workload that change without a new image. @default none */
  readonly configs?: readonly ConfigOf<File>[];
  /** Secrets that it may read, by name. @default none */
  readonly secrets?: Readonly<Record<string, SecretUse>>;
  readonly limits: Limits;
  readonly replicas: number;
  readonly stopSignal: StopSignal;
  /** Grace period, in seconds. */
  readonly stopGraceSeconds: number;
  /** Whether it needs connections to the outside. */
  readonly egress: boolean;
  /** When it is started again after its end: always, after a failure, never. @default "always"; "never" if it runs to completion */
  readonly restart?: "always" | "on-failure" | "never";
  /** Its last end, after which it is not started again, ends the deployment: the others are stopped, and its exit code is the container's. @default false */
  readonly essential?: boolean;
  /** What happens after `health.retries` failures in a row: it is restarted, or only reported as unhealthy. @default "report" */
  readonly onUnhealthy?: "restart" | "report";
  /** The image that it is, with what a Compose file says of it. @default it is built from the base image */
  readonly foreign?: ResolvedService;
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

/** `started`: its program runs. `healthy`: its checks pass. `completed`: it has ended with exit code 0. */
export type Condition = "started" | "healthy" | "completed";

export type StopSignal = "SIGTERM" | "SIGINT" | "SIGQUIT";

/** A tmpfs that belongs to the service. */
export interface ScratchFolder {
  readonly path: string;
  readonly sizeMiB: number;
  /** Permission bits. @default 0o700 */
  readonly mode?: number;
  /** Whether programs in it can be executed. @default false */
  readonly exec?: boolean;
}

/** Data that outlives the container, and the stack. */
export interface VolumeMount {
  /** Lower-case word, unique in the workload; services that use the same name share the volume. */
  readonly name: string;
  readonly path: string;
  /** @default false */
  readonly readOnly?: boolean;
}

/** How a secret reaches a service: always as a file that only the service's user can read, and perhaps as a variable that is filled from it. */
export interface SecretUse {
  /** Name of the file in /run/secrets, mode 0400. @default the secret's name */
  readonly file?: string;
  /** Variable that has the value when the program starts. @default none */
  readonly variable?: string;
}

export interface Limits {
  readonly memoryMiB: number;
  readonly cpus: number;
  readonly pids: number;
}
