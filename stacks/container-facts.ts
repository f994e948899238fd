/** Facts of a container, the same for every system: what the verb `inspect` prints as one line of JSON. */
export interface ContainerFacts {
  /** Of this container: one that replaces it under the same name has another. */
  readonly id: string;
  /** Id of the image that it was made from, as the system lists it. */
  readonly image: string;
  /** `stopped`: it has run, and runs no more. `created`: it has never run. */
  readonly state: "created" | "running" | "restarting" | "paused" | "stopped";
  /** Of the last end of its main process; 0 while it runs, and before its first start. */
  readonly exitCode: number;
  /** Time of its last start, in ISO 8601. */
  readonly startedAt: string;
  /** How often the system has started it again by itself, since it was last started on purpose. */
  readonly restarts: number;
  /** Null if it has no health check. */
  readonly health: HealthFacts | null;
  /** Seconds between its stop signal and SIGKILL. */
  readonly graceSeconds: number;
  /** What the system does when its main process ends. */
  readonly restart: "no" | "always" | "unless-stopped" | "on-failure";
  /** Limits of its log; null if the log is not rotated. */
  readonly logs: LogFacts | null;
  /** Names, on the system, of the volumes that it mounts, in any order; one that is mounted twice may stand twice. */
  readonly volumes: readonly string[];
  /** Its own IPv4 addresses, in any order: none if it has no network, or is on that of another container. */
  readonly addresses: readonly string[];
}

export interface HealthFacts {
  readonly status: "starting" | "healthy" | "unhealthy";
  /** Seconds between two checks. */
  readonly intervalSeconds: number;
  /** Command of the check. Run in the container, it exits with 0 if the container is healthy. */
  readonly argv: readonly string[];
}

export interface LogFacts {
  /** Mebibytes after which a new file is begun. */
  readonly maxSizeMiB: number;
  /** Number of files that are kept, the one that is written to included. */
  readonly maxFiles: number;
}
