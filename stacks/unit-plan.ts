import type { HealthSchedule, Limits, StopSignal } from "../services/contract.ts";

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
  /** All of the host's capabilities and devices. @default false */
  readonly privileged?: boolean;
  /** Folders of the engine's host. @default none */
  readonly binds?: readonly BindPlan[];
  /** @default what the engine does by itself */
  readonly cgroupNamespace?: "host" | "private";
  /** Control group of the host that the container's own is made in. @default the engine's */
  readonly cgroupParent?: string;
  /** A terminal: some init systems write their console's lines to nothing else. @default false */
  readonly tty?: boolean;
  /** Namespaces that it shares with another unit, which holds them. @default none: all are its own */
  readonly joins?: { readonly unit: string; readonly namespaces: readonly Namespace[] };
  /** Whether other units may join its IPC namespace. @default false */
  readonly sharesIpc?: boolean;
  /** Docker's own small first process that forwards signals and reaps. */
  readonly init: boolean;
  readonly restart: "no" | "always" | "unless-stopped" | "on-failure";
  /** @default none: ready as soon as it runs */
  readonly healthcheck?: HealthcheckPlan;
  /** Any signal that the engine knows: init systems have their own. */
  readonly stopSignal: StopSignal | `SIGRTMIN+${number}`;
  readonly stopGraceSeconds: number;
  readonly logs: { readonly maxSizeMiB: number; readonly maxFiles: number };
}

/** Those of the kernel's namespaces that containers can share. */
export type Namespace = "network" | "ipc" | "pid";

export interface BindPlan {
  /** Absolute path on the engine's host. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
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
