import type { FileContent, Service, Workload } from "../services/contract.ts";
import type { Confinement } from "./confinement.ts";
import type { ContainerPlan } from "./container-plan.ts";
import type { HostFacts, Requirement } from "./requirement.ts";

export type { HostFacts, HostTrial, Requirement, SystemRequirement } from "./requirement.ts";

/**
 * An approach: a name, facts about it, and one pure function from a workload to plain data, which a system then creates.
 * Code that deploys names no approach, except in the registry.
 */
export interface Approach {
  readonly name: string;
  /** One line for people. */
  readonly summary: string;
  /** Name of the approach that it is the plain form of: what its users write, without what this project adds. @default none */
  readonly plainOf?: string;
  /** How services are spread over containers. */
  readonly placement: Placement;
  /** What starts and restarts services in a container: a folder of stacks/supervisors, or `none` if the system does it. */
  readonly supervisor: string;
  /** What creates and runs the containers: a name in the registry of systems. @default the registry's first */
  readonly system?: string;
  readonly traits: Traits;
  /** What the host or the configuration must grant before anything is created. */
  readonly requires: readonly Requirement[];
  /** Whether `render` reads `settings.host`. If not, the system is not asked for it. @default false */
  readonly readsHost?: boolean;
  /**
   * Lines of sh, for root in the container of all services: they start a further copy of a service, with the first one's files and user, by
   * the supervisor's own tools. It is gone with the container. Pure. @param number of the copy, from 2
   * @default the supervisor cannot, or there is none
   */
  readonly addReplica?: (service: Service, number: number) => readonly string[];
  render(workload: Workload, settings: Settings): Rendering;
}

/**
 * - `apart`: a container per service.
 * - `pod`: a container per service, with shared namespaces.
 * - `together`: one container for all services.
 */
export type Placement = "apart" | "pod" | "together";

/** What an approach claims of itself. Post-deploy tests check every trait, both when true and when false. */
export interface Traits {
  /** A service cannot see processes of another service. */
  readonly isolatesServices: boolean;
  /** A service whose main process dies is restarted. */
  readonly restartsServices: boolean;
  /** At a stop, every service gets its stop signal and its grace period. */
  readonly stopsGracefully: boolean;
  /** PID 1 reaps orphans. */
  readonly reapsOrphans: boolean;
  /** The log of each service can be read by itself. */
  readonly separatesLogs: boolean;
  /** Every service runs as its own user and cannot become root. */
  readonly runsUnprivileged: boolean;
  /** The root file system is read-only. */
  readonly readOnlyRoot: boolean;
  /** A service starts after its dependencies are ready, also at a start without the deployment, such as that of the host. */
  readonly ordersStart: boolean;
  /** The last end of an essential service ends the deployment, with its exit code. */
  readonly endsWithEssential: boolean;
  /** Exit code of a stopped container: 137 if it had to be killed. */
  readonly stopExitCode: number;
}

/** What a rendering may depend on besides the workload. */
export interface Settings extends Confinement {
  readonly scope: Scope;
  /** Name of the base image that every image starts from. */
  readonly baseImage: string;
  /** Only if the approach has `readsHost`. */
  readonly host?: HostFacts;
}

/** What tells this deployment's objects from all others on the same system. */
export interface Scope {
  /** Six hexadecimal digits, a hash of the state backend's address: differs between clones and between users. */
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
  /** Checks by the approach's own tools: commands that exit 0 while the deployment runs. @default none */
  readonly verifications?: readonly Verification[];
  /** Traits that differ from the approach's with these settings. @default none */
  readonly traits?: Partial<Traits>;
  /** What this approach cannot honour of the workload, and what its user should know. */
  readonly warnings: readonly string[];
}

/** Where a service runs, and how it is controlled. */
export interface ServicePlan {
  readonly replicas: readonly Replica[];
  /** `system`: it has a container of its own, which the system controls. Else a program in the shared container does. */
  readonly control: "system" | SharedControl;
  /** Program of the image through which a command of `exec` gets the variables that the service's program has. @default none is needed */
  readonly runsThrough?: string;
  /** It runs to completion within this time. @default it runs forever */
  readonly completes?: { readonly withinSeconds: number };
}

/** One running copy of a service. */
export interface Replica {
  /** Name of a ContainerPlan. */
  readonly container: string;
  /** Name by which the shared container's programs know it. The service's own; replicas from the second on differ. */
  readonly name: string;
}

/** How a service in a shared container is controlled. */
export interface SharedControl {
  /** Path in the container of the program `control SERVICE VERB [WORD...]`. */
  readonly program: string;
  /** Folder in the container with a program for each replica, by its name: it runs a command with the replica's user and variables. */
  readonly runAs: string;
  readonly log: LogFormat;
}

/**
 * Form of a service's lines in the container's log:
 * - `mixed`: plain lines; they do not tell which service wrote them.
 * - `prefixed`: `SERVICE: line`.
 * - `tagged`: `SERVICE[PID]: line`, on some hosts after the kernel's timestamp; lines may end with a carriage return.
 */
export type LogFormat = "mixed" | "prefixed" | "tagged";

export interface Verification {
  /** A sentence about the deployment that is true when the command exits 0. */
  readonly title: string;
  /** Name of the ContainerPlan that it runs in. */
  readonly container: string;
  readonly argv: readonly string[];
}

export interface ImagePlan {
  /** Unique in the rendering; containers refer to it. */
  readonly name: string;
  /** Its CMD is the command of every container of this image. */
  readonly dockerfile: string;
  /**
   * The first lines of the Dockerfile, up to the installation of packages. That layer stays when the image is removed, so that packages
   * are not downloaded again. @default nothing is kept
   */
  readonly packageLayer?: string;
  /** Files of the build context beside the Dockerfile. */
  readonly files: readonly ContextFile[];
}

export interface ContextFile {
  /** Relative to the context, with forward slashes. */
  readonly path: string;
  readonly content: FileContent;
  readonly mode: number;
}

export interface NetworkPlan {
  /** Unique in the rendering; containers refer to it. */
  readonly name: string;
  /** Name on the system. */
  readonly fullName: string;
  /** Without egress. */
  readonly internal: boolean;
  /** Whether it is made elsewhere: it is used, and neither created nor removed. @default false */
  readonly external?: boolean;
  /** @default the system chooses */
  readonly subnets?: readonly { readonly subnet?: string; readonly gateway?: string; readonly range?: string }[];
  /** @default none */
  readonly options?: Readonly<Record<string, string>>;
}

export interface VolumePlan {
  /** Unique in the rendering; mounts refer to it. */
  readonly name: string;
  /** Name on the system. */
  readonly fullName: string;
  /** Of its root, from the first start on. @default what the image has at the mount point */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** Permission bits of its root. @default those of the image at the mount point */
  readonly mode?: number;
  /** Data stays when the stack is removed. State of a supervisor goes with it. */
  readonly holds: "data" | "state";
  /** Whether it is made elsewhere: it is used, and neither created nor removed. @default false */
  readonly external?: boolean;
  /** Options of the driver `local`, such as those of an NFS mount. @default none */
  readonly options?: Readonly<Record<string, string>>;
}
