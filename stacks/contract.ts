import type { Workload } from "../services/contract.ts";
import type { UnitPlan } from "./unit-plan.ts";

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
  /** Whether `render` reads `settings.host`; the engine is asked for it only then. @default false */
  readonly readsHost?: boolean;
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
  /** A service starts once those that it depends on are ready. */
  readonly ordersStart: boolean;
  /** Exit code of a unit that the engine stops: 137 where it has to be killed. */
  readonly stopExitCode: number;
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
  /** Where the approach reads it. */
  readonly host?: HostFacts;
}

/** The machine that the engine runs on, as the engine describes it. */
export interface HostFacts {
  /** Which control groups containers are put into; a hybrid host has 1. */
  readonly cgroupVersion: 1 | 2;
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
  /** Commands of the approach's own tools that must exit 0 while the deployment runs, since they judge what was rendered. @default none */
  readonly verifications?: readonly Verification[];
  /** What this approach could not honour, and what its user should know. */
  readonly warnings: readonly string[];
}

export interface Verification {
  /** What it finds, as a sentence about the deployment. */
  readonly title: string;
  /** Run where the command line runs. */
  readonly argv: readonly string[];
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

export type { HealthcheckPlan, Namespace, UnitPlan } from "./unit-plan.ts";

/** What can be asked of a service, whatever runs it. */
export const verbs = ["status", "logs", "restart", "stop", "start", "signal", "pid", "exec"] as const;
export type Verb = (typeof verbs)[number];

/** The first word of what `status` prints; the rest of its line says more in the supervisor's own words. */
export const serviceStates = ["running", "restarting", "stopped", "failed"] as const;
export type ServiceState = (typeof serviceStates)[number];

/**
 * Service to verb to argv, run where the command line runs; the same meaning whatever the approach.
 * - `status` prints one line, a `ServiceState` first, and exits 0 where the service runs, 3 where it does not.
 * - `logs` prints the service's lines, each after its time in ISO 8601; `--follow` as a further word goes on until interrupted.
 * - `restart`, `stop` and `start` do that to the one service.
 * - `signal` takes the signal's name without SIG as a further word and sends it to the main process.
 * - `pid` prints the main process's id on the engine's host, which the command line has to run on where services share a container.
 * - `exec` runs further words as a command with the service's user, variables and surroundings.
 */
export type Control = Readonly<Record<string, Readonly<Record<Verb, readonly string[]>>>>;
