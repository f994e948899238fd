/** What a service may use at most. */
export interface ForeignLimits {
  readonly memoryBytes?: number;
  readonly reservedBytes?: number;
  /** Memory and swap together; -1 for no limit of swap. */
  readonly swapBytes?: number;
  readonly cpus?: number;
  readonly cpuShares?: number;
  readonly cpuset?: string;
  readonly pids?: number;
  readonly shmBytes?: number;
  readonly ulimits: Readonly<Record<string, { readonly soft: number; readonly hard: number }>>;
}

/** What restricts a service, or gives it more. */
export interface ForeignConfinement {
  readonly readOnlyRoot: boolean;
  readonly capabilities: { readonly add: readonly string[]; readonly drop: readonly string[] };
  readonly securityOptions: readonly string[];
  readonly privileged: boolean;
  readonly devices: readonly { readonly source: string; readonly target: string; readonly permissions: string }[];
  readonly sysctls: Readonly<Record<string, string>>;
  /** Namespaces that are not its own: the host's, or `service:NAME`. */
  readonly namespaces: Readonly<Partial<Record<"ipc" | "pid" | "userns" | "cgroup", string>>>;
  readonly hostname?: string;
  readonly domainname?: string;
  readonly extraHosts: readonly string[];
  readonly dns: {
    readonly servers: readonly string[];
    readonly search: readonly string[];
    readonly options: readonly string[];
  };
  readonly runtime?: string;
  readonly cgroupParent?: string;
}
