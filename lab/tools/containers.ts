/** A subject's containers in Docker. */
export interface Containers {
  /** Names, in an order in which they can be started. */
  readonly names: readonly string[];
  /** Kills all of them, which is quick; they are not removed. */
  readonly kill: () => Promise<void>;
  /** Starts all of them, in order. @returns time just before, by the clock of Docker's host, in milliseconds since 1970 */
  readonly start: (starting?: Starting) => Promise<number>;
  /**
   * Asks for the entry at its published port every 2 ms, from before its container starts until the first good answer.
   * @param start starts the containers, and calls the function that it gets before each one, with the name of the original
   */
  readonly untilFirstAnswer: <T>(
    start: (starting: Starting) => Promise<T>,
  ) => Promise<FirstAnswer & { readonly started: T }>;
  /** Waits until the entry gives a good answer. @returns time of the answer, by the clock of Docker's host, in milliseconds since 1970 */
  readonly untilAnswer: (deadlineMs?: number) => Promise<number>;
  /**
   * Waits until Docker reports every container with a health check as healthy.
   * @param names of other containers. @default the subject's containers
   * @returns end of the last container's first good check, by the clock of Docker's host, in milliseconds since 1970
   */
  readonly untilHealthy: (deadlineMs?: number, names?: readonly string[]) => Promise<number>;
  /** Kills and starts them and waits until they are healthy: every process is new. */
  readonly renew: () => Promise<void>;
  /** Unfreezes them; renews them if one does not run, its last health check failed, or the entry does not answer. */
  readonly resume: () => Promise<void>;
  /** Freezes them with `docker pause`: they use no CPU time while others are measured. */
  readonly freeze: () => Promise<void>;
  readonly state: (name: string) => Promise<ContainerState>;
}

/** Called just before a container starts. @param name of the subject's container, also for a clone */
export type Starting = (name: string) => Promise<void>;

/** The first good answer. */
export interface FirstAnswer {
  /** By the clock of Docker's host, in milliseconds since 1970. */
  readonly at: number;
  /** Number of requests until then. */
  readonly asked: number;
  /** By how many milliseconds the host's clock was set forward meanwhile. */
  readonly driftMs: number;
}

/** As the Engine API returns it. */
export interface ContainerState {
  readonly Id: string;
  /** Number of restarts by Docker. */
  readonly RestartCount: number;
  readonly State: {
    readonly Running: boolean;
    readonly Paused: boolean;
    readonly Pid: number;
    readonly ExitCode: number;
    readonly StartedAt: string;
    readonly FinishedAt: string;
    readonly Health?: {
      readonly Status: string;
      readonly FailingStreak: number;
      readonly Log: readonly { readonly ExitCode: number; readonly End: string }[] | null;
    };
  };
}

/** Body of the Engine API's call that creates a container. */
export interface CreateBody {
  readonly Image: string;
  readonly Hostname?: string;
  readonly HostConfig: Readonly<Record<string, unknown>> & HostConfig;
  readonly NetworkingConfig: { readonly EndpointsConfig: Readonly<Record<string, unknown>> };
  readonly [field: string]: unknown;
}

interface HostConfig {
  readonly NetworkMode: string;
  readonly PidMode?: string;
  readonly IpcMode?: string;
  readonly PortBindings?: unknown;
}

export interface CloneOptions {
  /** Suffix of the containers' names. */
  readonly suffix: string;
  /** Whether the clones publish the same port as the originals, which must not run then. */
  readonly publish: boolean;
  /** Names of the containers to clone, in order. @default all containers of the subject */
  readonly containers?: readonly string[];
  /** Whether the clones have the network aliases of the originals: then Docker's DNS gives their addresses too. @default true */
  readonly aliases?: boolean;
  /** Changes the settings. @param container name of the original */
  readonly change?: (body: CreateBody, container: string) => CreateBody;
}

/** Containers with the settings of others. */
export interface Clones {
  readonly names: readonly string[];
  /** When Docker began to create the first one, by the clock of its host, in milliseconds since 1970. */
  readonly createdAt: number;
  /** Starts them in order. */
  start(starting?: Starting): Promise<void>;
  /** Removes them in any state. */
  remove(): Promise<void>;
}
