import type { Workload } from "../services/contract.ts";
import type { ContainerPlan } from "./container-plan.ts";

/**
 * The seam: an approach is a name, some facts about it, and one pure function from a workload to plain data.
 * What the data says, a system creates; nothing outside an approach's folder names the approach.
 */
export interface Approach {
  readonly name: string;
  /** One line for people. */
  readonly summary: string;
  /** How services are spread over containers. */
  readonly placement: Placement;
  /** What is PID 1 of a container and restarts services: a folder of stacks/supervisors, or `none` where the system itself does it. */
  readonly supervisor: string;
  /** What makes and runs the containers: a name in the registry of systems. @default the registry's first */
  readonly system?: string;
  readonly traits: Traits;
  /** What the host or the configuration must grant before anything is created. */
  readonly requires: readonly Requirement[];
  /** Whether `render` reads `settings.host`; the system is asked for it only then. @default false */
  readonly readsHost?: boolean;
  render(workload: Workload, settings: Settings): Rendering;
}

/**
 * - `apart`: a container per service.
 * - `pod`: a container per service, and namespaces that all of them share.
 * - `together`: one container for all services.
 */
export type Placement = "apart" | "pod" | "together";

/** What an approach claims of itself. Post-deploy tests hold every trait against the running system. */
export interface Traits {
  /** A service sees no process of another service. */
  readonly isolatesServices: boolean;
  /** A service whose main process dies is started again. */
  readonly restartsServices: boolean;
  /** Stopping reaches every service with its stop signal, within the grace period. */
  readonly stopsGracefully: boolean;
  /** PID 1 reaps processes whose parent is gone. */
  readonly reapsOrphans: boolean;
  /** Each service's log can be read apart from the others'. */
  readonly separatesLogs: boolean;
  /** Every service runs with its own user and no way to become root. */
  readonly runsUnprivileged: boolean;
  /** The root file system is read-only. */
  readonly readOnlyRoot: boolean;
  /** A service starts once those that it depends on are ready. */
  readonly ordersStart: boolean;
  /** Exit code of a container that is stopped: 137 where it has to be killed. */
  readonly stopExitCode: number;
}

/** What must be granted; requirements.ts says what grants each, how to find out, and what to do. */
export type Requirement = "privileged";

/** What a rendering may depend on besides the workload. */
export interface Settings {
  readonly scope: Scope;
  /** Name of the base image that every image starts from. */
  readonly baseImage: string;
  /** Where the approach reads it. */
  readonly host?: HostFacts;
}

/** The machine that containers run on, as the system describes it. */
export interface HostFacts {
  /** Which cgroup version containers are put into; a hybrid host has 1. */
  readonly cgroupVersion: 1 | 2;
  /** The cgroup that the system makes those of its containers in, relative to a hierarchy's root. */
  readonly containersCgroup: string;
}

/** What tells this deployment's objects from all others on the same system. */
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
  /** In an order in which they can be started. */
  readonly containers: readonly ContainerPlan[];
  /** By the service's name. */
  readonly services: Readonly<Record<string, ServicePlan>>;
  /** Commands of the approach's own tools that must exit 0 while the deployment runs, since they judge what was rendered. @default none */
  readonly verifications?: readonly Verification[];
  /** What this approach could not honour, and what its user should know. */
  readonly warnings: readonly string[];
}

/** Where a service runs, and what answers for it. */
export interface ServicePlan {
  readonly replicas: readonly Replica[];
  /** `system`: it has a container of its own, so the system answers. Else a program in the shared container does. */
  readonly control: "system" | SharedControl;
}

/** One running copy of a service. */
export interface Replica {
  /** Name of a ContainerPlan. */
  readonly container: string;
}

/** How a service is asked that shares a container. */
export interface SharedControl {
  /** Path in the container of the program `control SERVICE VERB [WORD...]`. */
  readonly program: string;
  /** Path in the container of the program that runs a command as the service runs. */
  readonly runAs: string;
  readonly log: LogFormat;
}

/**
 * How a service's lines are told from the others' in the container's log:
 * - `mixed`: they are not; nothing says which service wrote a line.
 * - `prefixed`: `SERVICE: line`.
 * - `tagged`: `SERVICE[PID]: line`, on some hosts with the kernel's clock before it; lines may end with a carriage return.
 */
export type LogFormat = "mixed" | "prefixed" | "tagged";

export interface Verification {
  /** What it finds, as a sentence about the deployment. */
  readonly title: string;
  /** Name of the ContainerPlan that it runs in. */
  readonly container: string;
  readonly argv: readonly string[];
}

export interface ImagePlan {
  /** Unique in the rendering; containers refer to it. */
  readonly name: string;
  /** Its CMD is the command of every container that runs it. */
  readonly dockerfile: string;
  /**
   * The first lines of the Dockerfile, up to and with the installation of packages. That layer is kept when the image goes, so that
   * packages are not fetched again. @default nothing is kept
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
  /** Unique in the rendering; containers refer to it. */
  readonly name: string;
  /** Name on the system. */
  readonly fullName: string;
  /** Without a way out of the host. */
  readonly internal: boolean;
}

export interface VolumePlan {
  /** Unique in the rendering; mounts refer to it. */
  readonly name: string;
  /** Name on the system. */
  readonly fullName: string;
}

/**
 * What can be asked of a service, whatever runs it; the same meaning whatever the approach. Each is a word behind the replica's control
 * command of the outputs.
 * - `status` prints one line, a `ServiceState` first, and exits 0 where the service runs, 3 where it does not.
 * - `logs` prints the service's lines, each after its time in ISO 8601; `--follow` as a further word goes on until interrupted.
 * - `restart`, `stop` and `start` do that to the one service.
 * - `signal` takes the signal's name without SIG as a further word and sends it to the main process.
 * - `pid` prints the main process's id on the container's host, which the command line has to run on where services share a container.
 * - `exec` runs further words as a command with the service's user, variables and surroundings.
 */
export const verbs = ["status", "logs", "restart", "stop", "start", "signal", "pid", "exec"] as const;
export type Verb = (typeof verbs)[number];

/**
 * What can be asked of a container beside the verbs of a service that has it for itself.
 * - `kill` ends it at once; `freeze` and `thaw` suspend all its processes and let them go on.
 * - `pids` prints the ids on the host of all its processes, a line each.
 * - `stats` prints one line of what it uses.
 */
export const containerVerbs = [...verbs, "kill", "freeze", "thaw", "pids", "stats"] as const;

/** The first word of what `status` prints; the rest of its line says more in the supervisor's own words. */
export const serviceStates = ["running", "restarting", "stopped", "failed"] as const;
export type ServiceState = (typeof serviceStates)[number];
