import type { Condition, HealthSchedule, Limits, StopSignal } from "../services/contract.ts";

/** A container, in terms that every system has. A translator destructures every field of it: see `translated`. */
export interface ContainerPlan {
  /** Unique in the rendering. */
  readonly name: string;
  /** Name on the system. */
  readonly fullName: string;
  /** Services that run in it; none for a pause container. */
  readonly services: readonly string[];
  /** Name of an ImagePlan. */
  readonly image: string;
  readonly process: ProcessPlan;
  readonly identity: IdentityPlan;
  readonly mounts: readonly Mount[];
  readonly attachments: AttachmentPlan;
  readonly limits: Limits;
  /** @default none: the container is ready as soon as it runs */
  readonly health?: HealthPlan;
  /** Its command ends by itself, with 0 if it has succeeded, within this time. @default it runs forever */
  readonly completes?: { readonly withinSeconds: number };
  /** What other containers must have reached before this one starts. */
  readonly startsAfter: readonly StartCondition[];
  readonly stop: StopPlan;
  readonly restart: RestartPolicy;
  readonly logs: LogPlan;
  readonly grants: GrantPlan;
}

/** What runs in the container. */
export interface ProcessPlan {
  /** Exec form; a word can be any text, the empty string too. The image has the same as its CMD. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
  /** Whether the system's init (such as tini) is PID 1, which forwards signals and reaps; else the command is PID 1. */
  readonly init: boolean;
  /** Whether it has a terminal: some init systems write their console only to one. */
  readonly terminal: boolean;
}

/** The user and groups that it runs as. */
export interface IdentityPlan {
  readonly uid: number;
  readonly gid: number;
  /** Supplementary groups. */
  readonly groups: readonly number[];
}

/** Name of another ContainerPlan, and what it must have reached. */
export interface StartCondition {
  readonly container: string;
  readonly condition: Condition;
}

export type Mount = ScratchMount | VolumeMountPlan | DeliveredMount | HostMount;

/** A tmpfs, empty at each start, mounted nosuid and nodev. */
export interface ScratchMount {
  readonly kind: "scratch";
  readonly path: string;
  readonly sizeMiB: number;
  /** Permission bits of the folder, such as 0o700. */
  readonly mode: number;
  /** @default root */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** Whether programs in it can be executed. @default false */
  readonly exec?: boolean;
}

/** Data that outlives the container. */
export interface VolumeMountPlan {
  readonly kind: "volume";
  /** Name of a VolumePlan. */
  readonly volume: string;
  readonly path: string;
  readonly readOnly: boolean;
}

/**
 * A read-only folder of files that the deployment writes before the container starts, and again when they change, without a new container.
 * Each entry of the folder changes at once: a file, or a folder with all that is in it.
 */
export interface DeliveredMount {
  readonly kind: "delivered";
  /** Unique in the rendering, except that replicas of a service have the same mount. */
  readonly name: string;
  readonly path: string;
  /** `memory`: a tmpfs, for secrets: never on a disk. `disk`: survives a restart of the host. */
  readonly storage: "memory" | "disk";
  readonly files: readonly DeliveredFile[];
}

export interface DeliveredFile {
  /** Relative to the mount. */
  readonly path: string;
  readonly owner: { readonly uid: number; readonly gid: number };
  /** Permission bits. */
  readonly mode: number;
  /** The content, or the name of the secret that is the content. */
  readonly content: { readonly base64: string } | { readonly secret: string };
  /** The service that reads it, and is restarted when it changes. */
  readonly reader: string;
}

/** A folder of the host. */
export interface HostMount {
  readonly kind: "host";
  /** Absolute path on the host. */
  readonly source: string;
  readonly path: string;
  readonly readOnly: boolean;
}

/** Networks, shared namespaces and the published port. */
export interface AttachmentPlan {
  /** Names of NetworkPlans, each with the container's DNS names there. */
  readonly networks: readonly { readonly name: string; readonly aliases: readonly string[] }[];
  /** Namespaces of another container that it joins. @default none: all are its own */
  readonly joins?: { readonly container: string; readonly namespaces: readonly Namespace[] };
  /** Whether other containers may join its IPC namespace. @default false */
  readonly sharesIpc?: boolean;
  /** Port in the container that is published on the host; the deployment's plan has the host's address and port. @default none */
  readonly publishes?: number;
}

/** The kernel's namespaces that containers can share here. */
export type Namespace = "network" | "ipc" | "pid";

export interface HealthPlan extends HealthSchedule {
  /** Exec form. A failure may have consequences, such as a restart: only the system runs it, at its interval. */
  readonly argv: readonly string[];
  /** Exec form of the same check without consequences, for those who wait. @default argv */
  readonly probe?: readonly string[];
}

export interface StopPlan {
  /** Init systems use real-time signals. */
  readonly signal: StopSignal | `SIGRTMIN+${number}`;
  readonly graceSeconds: number;
}

export type RestartPolicy = "no" | "always" | "unless-stopped" | "on-failure";

/** How much of its output is kept. */
export interface LogPlan {
  readonly maxSizeMiB: number;
  readonly maxFiles: number;
}

/** Privileges beyond, or restrictions below, those of an ordinary process of its user. */
export interface GrantPlan {
  readonly readOnlyRoot: boolean;
  /** Linux capabilities, without the prefix CAP_. */
  readonly capabilities: { readonly add: readonly string[]; readonly drop: readonly string[] };
  readonly noNewPrivileges: boolean;
  /** All of the host's capabilities and devices. @default false */
  readonly privileged?: boolean;
  /** @default the system's */
  readonly cgroupNamespace?: "host" | "private";
  /** Parent cgroup of the container, on the host. @default the system's */
  readonly cgroupParent?: string;
}

/**
 * Checks that a translator has used every field of a plan. A forgotten field is an error when compiling, not a lost setting.
 * @param rest what destructuring leaves of the plan; only the discriminator `kind` may remain
 */
export function translated<Rest extends { readonly [Key in Exclude<keyof Rest, "kind">]: never }>(rest: Rest): void {
  const forgotten = Object.keys(rest).find((key) => key !== "kind");
  if (forgotten !== undefined) throw new Error(`a translator ignores "${forgotten}"`);
}
