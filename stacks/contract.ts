import type { HealthSchedule, Limits, StopSignal, Workload } from "../services/contract.ts";

/**
 * The seam: an approach is a name, some facts about it, and one pure function from a workload to plain data.
 * What the data says, the engine creates; nothing outside an approach's folder names the approach.
 */
export interface Approach {
  readonly name: string;
  /** One line for people. */
  readonly summary: string;
  readonly traits: Traits;
  /** What the host or the configuration must grant before anything is created. */
  readonly requires: readonly Requirement[];
  render(workload: Workload, settings: Settings): Rendering;
}

/** What an approach claims of itself. Post-deploy tests hold every trait against the running system. */
export interface Traits {
  /** A service sees no process of another service. */
  readonly isolatesServices: boolean;
  /** A service whose main process dies is started again. */
  readonly restartsServices: boolean;
  /** Stopping reaches every service with its stop signal, within the grace period. */
  readonly stopsGracefully: boolean;
  /** Processes whose parent is gone are reaped by the first process. */
  readonly reapsOrphans: boolean;
  /** Each service's log can be read apart from the others'. */
  readonly separatesLogs: boolean;
  /** Every service runs with its own user and no way to become root. */
  readonly runsUnprivileged: boolean;
  /** The root file system is read-only. */
  readonly readOnlyRoot: boolean;
}

export type Requirement = "privileged";

/** What a rendering may depend on besides the workload. */
export interface Settings {
  readonly scope: Scope;
  /** Name of the base image that every image starts from. */
  readonly baseImage: string;
  /** The words before a docker sub-command, such as `docker --host unix:///var/run/docker.sock`. */
  readonly docker: readonly string[];
  /** Where the workload's entry is published on the engine's host. */
  readonly publish: { readonly address: string; readonly port: number };
}

/** What tells this deployment's objects from all others on the same engine. */
export interface Scope {
  /** Short hash of the state backend's address: differs between clones and between users. */
  readonly instance: string;
  readonly stack: string;
  readonly approach: string;
  readonly workload: string;
}

export interface Rendering {
  readonly images: readonly ImagePlan[];
  readonly networks: readonly NetworkPlan[];
  readonly volumes: readonly VolumePlan[];
  readonly units: readonly UnitPlan[];
  readonly control: Control;
  /** What this approach could not honour, and what its user should know. */
  readonly warnings: readonly string[];
}

export interface ImagePlan {
  /** Unique in the rendering; units refer to it. */
  readonly name: string;
  readonly dockerfile: string;
  /**
   * The first lines of the Dockerfile, up to and with the installation of packages. The engine keeps that layer when the image goes,
   * so that packages are not fetched again. @default nothing is kept
   */
  readonly packageLayer?: string;
  /** Files of the build context beside the Dockerfile. */
  readonly files: readonly ContextFile[];
}

export interface ContextFile {
  /** Relative to the context, with forward slashes. */
  readonly path: string;
  readonly content: string;
  readonly mode: number;
}

export interface NetworkPlan {
  /** Unique in the rendering; units refer to it. */
  readonly name: string;
  /** Name on the engine. */
  readonly fullName: string;
  /** Without a way out of the host. */
  readonly internal: boolean;
}

export interface VolumePlan {
  readonly name: string;
  readonly fullName: string;
}

/** A container. */
export interface UnitPlan {
  /** Unique in the rendering. */
  readonly name: string;
  /** Name on the engine. */
  readonly fullName: string;
  /** Services that run in it. */
  readonly services: readonly string[];
  /** Name of an ImagePlan. */
  readonly image: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** `uid:gid`. */
  readonly user: string;
  readonly workingDir: string;
  readonly networks: readonly { readonly name: string; readonly aliases: readonly string[] }[];
  readonly ports: readonly PortPlan[];
  /** Mount point to mount options. */
  readonly tmpfs: Readonly<Record<string, string>>;
  /** Named volumes: name of a VolumePlan, and where it is mounted. */
  readonly volumes: readonly { readonly name: string; readonly path: string }[];
  readonly readOnlyRoot: boolean;
  readonly capabilities: { readonly add: readonly string[]; readonly drop: readonly string[] };
  readonly noNewPrivileges: boolean;
  readonly limits: Limits;
  /** Docker's own small first process that forwards signals and reaps. */
  readonly init: boolean;
  readonly restart: "no" | "always" | "unless-stopped" | "on-failure";
  readonly healthcheck: HealthcheckPlan;
  /** Any signal that the engine knows: init systems have their own. */
  readonly stopSignal: StopSignal | `SIGRTMIN+${number}`;
  readonly stopGraceSeconds: number;
  readonly logs: { readonly maxSizeMiB: number; readonly maxFiles: number };
}

export interface HealthcheckPlan extends HealthSchedule {
  /** Exec form. */
  readonly argv: readonly string[];
}

export interface PortPlan {
  readonly address: string;
  readonly external: number;
  readonly internal: number;
}

/** What can be asked of a service, whatever runs it. */
export const verbs = ["status", "logs", "restart", "stop", "start", "signal", "pid", "exec"] as const;
export type Verb = (typeof verbs)[number];

/**
 * Service to verb to argv, run where the command line runs. `signal` takes the signal's name and `exec` the command to run as
 * further words; `pid` prints the main process's id on the engine's host.
 */
export type Control = Readonly<Record<string, Readonly<Record<Verb, readonly string[]>>>>;
