/** A subject's containers on the engine. */
export interface Containers {
  /** Names, in the order in which they can be started. */
  readonly names: readonly string[];
  /** Kills all of them, which is quick and leaves them there. */
  readonly kill: () => Promise<void>;
  /** Starts all of them, in order. @returns the engine's time just before, in milliseconds since 1970 */
  readonly start: () => Promise<number>;
  /** Waits until the entry gives a good answer. @returns the host's time of the answer, in milliseconds since 1970 */
  readonly untilAnswer: (deadlineMs?: number) => Promise<number>;
  /**
   * Waits until the engine calls every container with a health check healthy.
   * @param names of other containers. @default the subject's containers
   * @returns when the last one's first good check ended, by the engine's clock
   */
  readonly untilHealthy: (deadlineMs?: number, names?: readonly string[]) => Promise<number>;
  /** Kills, starts and waits until healthy: every process is new. */
  readonly renew: () => Promise<void>;
  /** Lets them run, and renews them where one does not, its last health checks failed, or the entry does not answer. */
  readonly resume: () => Promise<void>;
  /** Freezes them: they take no processor time while others are measured. */
  readonly freeze: () => Promise<void>;
  readonly state: (name: string) => Promise<ContainerState>;
}

/** As the engine's API gives it. */
export interface ContainerState {
  readonly Id: string;
  /** How often the engine has started it again by itself. */
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

/** What the engine is given to create a container; fields as in its API. */
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
  /** Behind the names of the containers. */
  readonly suffix: string;
  /** Whether the entry is published as the original's is, which must not run then. */
  readonly publish: boolean;
  /** Names of the containers to clone, in order. @default all of the subject's */
  readonly containers?: readonly string[];
  /** Changes the settings. @param container name of the original */
  readonly change?: (body: CreateBody, container: string) => CreateBody;
}

/** Containers with the settings of others. */
export interface Clones {
  readonly names: readonly string[];
  /** When the engine began to create the first, in milliseconds since 1970 by its own clock. */
  readonly createdAt: number;
  /** Starts them in order. */
  start(): Promise<void>;
  /** Removes them, whatever state they are in. */
  remove(): Promise<void>;
}
