import type { HealthSchedule, Limits, StopSignal } from "../services/contract.ts";

/** A container, in terms that every system has. Whatever translates one takes it apart as a whole: see `translated`. */
export interface ContainerPlan {
  /** Unique in the rendering. */
  readonly name: string;
  /** Name on the system. */
  readonly fullName: string;
  /** Services that run in it; none where it only holds what others share. */
  readonly services: readonly string[];
  /** Name of an ImagePlan. */
  readonly image: string;
  readonly process: ProcessPlan;
  readonly identity: IdentityPlan;
  readonly mounts: readonly Mount[];
  readonly attachments: AttachmentPlan;
  readonly limits: Limits;
  /** @default none: ready as soon as it runs */
  readonly health?: HealthPlan;
  readonly stop: StopPlan;
  readonly restart: RestartPolicy;
  readonly logs: LogPlan;
  readonly grants: GrantPlan;
}

/** What runs in it. */
export interface ProcessPlan {
  /** Exec form; any text, the empty one too. The image has the same as its CMD. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDir: string;
  /** A small PID 1 of the system's own that forwards signals and reaps orphans; without it the command is PID 1. */
  readonly init: boolean;
  /** A terminal: some init systems write their console's lines to nothing else. */
  readonly terminal: boolean;
}

/** Whom it runs as. */
export interface IdentityPlan {
  readonly uid: number;
  readonly gid: number;
}

export type Mount = ScratchMount | VolumeMountPlan | HostMount;

/** A tmpfs: empty at each start, gone at the end. Neither devices nor set-user-ID programs work on it, and nothing on it can be executed. */
export interface ScratchMount {
  readonly kind: "scratch";
  readonly path: string;
  readonly sizeMiB: number;
  /** Permission bits of the folder, such as 0o700. */
  readonly mode: number;
  /** @default root */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

/** Data that outlives the container. */
export interface VolumeMountPlan {
  readonly kind: "volume";
  /** Name of a VolumePlan. */
  readonly volume: string;
  readonly path: string;
}

/** A folder of the host. */
export interface HostMount {
  readonly kind: "host";
  /** Absolute path on the host. */
  readonly source: string;
  readonly path: string;
  readonly readOnly: boolean;
}

/** What it is connected to. */
export interface AttachmentPlan {
  /** Names of NetworkPlans, each with the names under which the container is known there. */
  readonly networks: readonly { readonly name: string; readonly aliases: readonly string[] }[];
  /** Namespaces that it shares with another container, which holds them. @default none: all are its own */
  readonly joins?: { readonly container: string; readonly namespaces: readonly Namespace[] };
  /** Whether other containers may join its IPC namespace. @default false */
  readonly sharesIpc?: boolean;
  /** Port in the container that is published on the host; at which address and port, the plan decides. @default none */
  readonly publishes?: number;
}

/** Those of the kernel's namespaces that containers can share. */
export type Namespace = "network" | "ipc" | "pid";

export interface HealthPlan extends HealthSchedule {
  /** Exec form. */
  readonly argv: readonly string[];
}

export interface StopPlan {
  /** Any signal that the kernel knows: init systems have their own. */
  readonly signal: StopSignal | `SIGRTMIN+${number}`;
  readonly graceSeconds: number;
}

export type RestartPolicy = "no" | "always" | "unless-stopped" | "on-failure";

/** How much of its output is kept. */
export interface LogPlan {
  readonly maxSizeMiB: number;
  readonly maxFiles: number;
}

/** What it may do beyond, or not even, what an ordinary process of its user may. */
export interface GrantPlan {
  readonly readOnlyRoot: boolean;
  /** Linux capabilities, without the prefix CAP_. */
  readonly capabilities: { readonly add: readonly string[]; readonly drop: readonly string[] };
  readonly noNewPrivileges: boolean;
  /** All of the host's capabilities and devices. @default false */
  readonly privileged?: boolean;
  /** @default what the system does by itself */
  readonly cgroupNamespace?: "host" | "private";
  /** cgroup of the host that the container's own is made in. @default the system's */
  readonly cgroupParent?: string;
}

/**
 * Ends a translation that has taken a plan apart: it compiles only where nothing is left, so that a field which a translator forgets is
 * an error and not a setting that is lost.
 * @param rest what is left of the plan; the discriminator `kind` may be
 */
export function translated<Rest extends { readonly [Key in Exclude<keyof Rest, "kind">]: never }>(rest: Rest): void {
  const forgotten = Object.keys(rest).find((key) => key !== "kind");
  if (forgotten !== undefined) throw new Error(`a translator leaves out "${forgotten}"`);
}
