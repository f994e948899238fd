import type { Service, Workload } from "../../services/contract.ts";
import type { GrantPlan, ScratchMount, StopPlan } from "../container-plan.ts";
import type { ImagePlan, LogFormat, Settings, Traits } from "../contract.ts";

/**
 * What runs several services in one container: PID 1 and whatever it starts. One folder each, with the same files:
 * `index.ts` (this), `paths.ts`, `pid1.ts` (what becomes PID 1), `files.ts` (what it reads), `control.ts` (its control program, where that
 * is its own).
 * It knows no system and no placement.
 */
export interface Supervisor {
  readonly name: string;
  readonly traits: SupervisorTraits;
  /** Whether `supervise` reads `settings.host`. @default false */
  readonly readsHost?: boolean;
  /** Pure. */
  supervise(workload: Workload, settings: Settings): Supervision;
}

/** Those of an approach's traits that the supervisor decides. */
export type SupervisorTraits = Pick<
  Traits,
  "restartsServices" | "stopsGracefully" | "reapsOrphans" | "separatesLogs" | "ordersStart" | "stopExitCode"
>;

/** What a supervisor needs for the services of a workload. */
export interface Supervision {
  /** Packages, beside the services' own. */
  readonly packages: readonly string[];
  /** Its files, the control program among them. */
  readonly files: ImagePlan["files"];
  /** Exec form; PID 1 of the container. */
  readonly command: readonly string[];
  /** Lines of the Dockerfile between the files and the command. @default none */
  readonly instructions?: readonly string[];
  /** Folders that it writes. */
  readonly scratch: readonly ScratchMount[];
  /** Variables of PID 1. They do not reach services. @default none */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether PID 1 needs a terminal. @default false */
  readonly terminal?: boolean;
  /** How PID 1 is told to stop, and how long that may take. */
  readonly stop: StopPlan;
  readonly log: LogFormat;
  /** Commands in the container that exit 0 where its own tools find nothing wrong. */
  readonly verifications: readonly { readonly title: string; readonly argv: readonly string[] }[];
  readonly warnings: readonly string[];
}

/** What the container of a supervisor may do: to start services as different users, to signal them, and nothing else. */
export const supervisorGrants: GrantPlan = {
  readOnlyRoot: true,
  capabilities: { add: ["KILL", "SETGID", "SETPCAP", "SETUID"], drop: ["ALL"] },
  noNewPrivileges: true,
};

/** Seconds of the service that may take longest to stop. */
export function longestGrace(services: readonly Service[]): number {
  return Math.max(...services.map(({ stopGraceSeconds }) => stopGraceSeconds));
}
