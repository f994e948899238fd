import type { Condition, HealthSchedule } from "../services/contract.ts";
import type { ExtrasPlan } from "./extras-plan.ts";
import type { Mount } from "./mount-plan.ts";

export type { ExtrasPlan, KernelPlan, NamesPlan, UploadPlan } from "./extras-plan.ts";
export type { DeliveredFile, DeliveredMount, HostMount, Mount, ScratchMount, VolumeMountPlan } from "./mount-plan.ts";

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
  readonly limits: LimitPlan;
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
  /** What a Compose file asks for, and no approach of this project by itself. @default none of it */
  readonly extras?: ExtrasPlan;
}

/** Of each: the system's own if it is left out. */
export interface LimitPlan {
  readonly memoryMiB?: number;
  /** Memory and swap together; -1 for swap without a limit. @default memoryMiB: no swap */
  readonly memorySwapMiB?: number;
  readonly cpus?: number;
  readonly pids?: number;
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
  /** Further ports in the container that are published; the deployment's plan has the host's. @default none */
  readonly further?: readonly FurtherPort[];
  /** `none`: no network but loopback. `host`: the host's. @default its own */
  readonly instead?: "none" | "host";
}

export interface FurtherPort {
  readonly port: number;
  readonly protocol: "tcp" | "udp" | "sctp";
  /** Port of the host. A plan leaves out one that is not free. @default the system chooses */
  readonly external?: number;
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
  readonly signal: `SIG${string}`;
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
  /**
   * Whether its own cgroups are writable in it, and only they, by the system's own means: for an init system that makes cgroups. Not every system
   * has such means. @default false
   */
  readonly ownCgroups?: boolean;
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

/**
 * Checks that what destructuring leaves of an object is seen to elsewhere. A field that is not named is an error when compiling, not a lost setting.
 * @param names of all fields that are left
 */
export function seenTo<Rest extends object, const Names extends readonly (keyof Rest)[]>(
  rest: Rest,
  names: Names & (Exclude<keyof Rest, Names[number]> extends never ? unknown : never),
): void {
  const known: readonly PropertyKey[] = names;
  const forgotten = Object.keys(rest).find((key) => !known.includes(key));
  if (forgotten !== undefined) throw new Error(`nothing sees to "${forgotten}"`);
}
