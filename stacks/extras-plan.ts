/** Settings that only a Compose file makes. */
export interface ExtrasPlan {
  /** Beside the owner's. */
  readonly labels: Readonly<Record<string, string>>;
  readonly names: NamesPlan;
  readonly kernel: KernelPlan;
  /** CPUs that it may use, such as `0-1`. @default all */
  readonly cpuset?: string;
  /** Its share of contended processors, against 1024 of others. @default 1024 */
  readonly cpuShares?: number;
  /** Memory that it keeps when the host is short of it. @default none */
  readonly reservedMiB?: number;
  readonly devices: readonly { readonly source: string; readonly path: string; readonly permissions: string }[];
  /** As the system takes them, such as `seccomp=unconfined`. */
  readonly securityOptions: readonly string[];
  /** Files that are written into it before it starts. */
  readonly uploads: readonly UploadPlan[];
  /** Whether its standard input stays open. */
  readonly input: boolean;
  /** Where its output goes, instead of the system's log. @default the system's */
  readonly logging?: { readonly driver: string; readonly options: Readonly<Record<string, string>> };
  /** Namespaces that are the host's. */
  readonly hostNamespaces: readonly ("ipc" | "pid" | "userns")[];
  /** @default the system's */
  readonly runtime?: string;
}

/** Its own name, and those that it knows others by. */
export interface NamesPlan {
  /** @default the system's choice */
  readonly hostname?: string;
  readonly domainname?: string;
  readonly hosts: readonly { readonly name: string; readonly address: string }[];
  readonly dns: {
    readonly servers: readonly string[];
    readonly search: readonly string[];
    readonly options: readonly string[];
  };
}

export interface KernelPlan {
  readonly sysctls: Readonly<Record<string, string>>;
  readonly ulimits: readonly { readonly name: string; readonly soft: number; readonly hard: number }[];
  /** Size of /dev/shm. @default the system's */
  readonly shmMiB?: number;
}

/** A file that root owns. */
export interface UploadPlan {
  /** Absolute path in the container. */
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  readonly content: { readonly text: string } | { readonly secret: string };
}
