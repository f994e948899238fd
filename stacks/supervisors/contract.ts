import type { Service, Workload } from "../../services/contract.ts";
import type { GrantPlan, ScratchMount, StopPlan } from "../container-plan.ts";
import type { Approach, ImagePlan, LogFormat, Settings, Traits } from "../contract.ts";

/**
 * What runs several services in one container: PID 1 and what it starts. Each has a folder with the same files, as far as it needs them:
 * `index.ts` (this), `paths.ts`, `pid1.ts` (what becomes PID 1), `files.ts` (what it reads), `control.ts` (its control program).
 * It depends on no system and no placement.
 */
export interface Supervisor {
  readonly name: string;
  readonly traits: SupervisorTraits;
  /** Whether `supervise` reads `settings.host`. @default false */
  readonly readsHost?: boolean;
  /** Whether it starts every service by the programs in `run` and `as`, so that each can have a root of its own. @default true */
  readonly folds?: boolean;
  /** See `Approach`. @default it cannot */
  readonly addReplica?: NonNullable<Approach["addReplica"]>;
  /**
   * Whether it limits memory, processors and processes of each service itself, where the settings ask for that. Pure.
   * @default never: then the kernel limits each service's number of processes
   */
  readonly limitsServices?: (settings: Settings) => boolean;
  /** Pure. */
  supervise(workload: Workload, settings: Settings): Supervision;
}

/** The traits of an approach that its supervisor decides. */
export type SupervisorTraits = Pick<
  Traits,
  | "restartsServices"
  | "stopsGracefully"
  | "reapsOrphans"
  | "separatesLogs"
  | "ordersStart"
  | "endsWithEssential"
  | "stopExitCode"
>;

/** The traits of a supervisor that does all that these claim. */
export const allTraits: SupervisorTraits = {
  restartsServices: true,
  stopsGracefully: true,
  reapsOrphans: true,
  separatesLogs: true,
  ordersStart: true,
  endsWithEssential: true,
  stopExitCode: 0,
};

/** What a supervisor needs for the services of a workload. */
export interface Supervision {
  /** Packages, besides the services' own. */
  readonly packages: readonly string[];
  /** Its files, with the control program. */
  readonly files: ImagePlan["files"];
  /** Exec form; PID 1 of the container. */
  readonly command: readonly string[];
  /** Lines of the Dockerfile between the files and the command. @default none */
  readonly instructions?: readonly string[];
  /** Folders that it writes to. */
  readonly scratch: readonly ScratchMount[];
  /** Variables of PID 1. Services do not get them. @default none */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether PID 1 needs a terminal. @default false */
  readonly terminal?: boolean;
  /** Stop signal of PID 1, and the grace period of the container. */
  readonly stop: StopPlan;
  readonly log: LogFormat;
  /** Checks by its own tools: commands in the container that exit 0 if they pass. */
  readonly verifications: readonly { readonly title: string; readonly argv: readonly string[] }[];
  readonly warnings: readonly string[];
}

/** Privileges of a supervisor's container: enough to start services as different users and to signal them. */
export const supervisorGrants: GrantPlan = {
  readOnlyRoot: true,
  capabilities: { add: ["KILL", "SETGID", "SETPCAP", "SETUID"], drop: ["ALL"] },
  noNewPrivileges: true,
};

/** Warning for a container with all of the host's capabilities and devices. */
export const privilegedWarning =
  "privileged: root in this container is practically root on the host; never use it in production";

/** The longest grace period of the services, in seconds. */
export function longestGrace(services: readonly Service[]): number {
  return Math.max(...services.map(({ stopGraceSeconds }) => stopGraceSeconds));
}
