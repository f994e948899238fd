/** A subject's containers. */
export interface Containers {
  /** Names, in an order in which they can be started. */
  readonly names: readonly string[];
  /**
   * Which programs run outside for a container, for what counts them: these, if a word of their command line is the container's id or its
   * published port. Null: whatever names the container in its command line, and what that has started.
   */
  readonly helpers: readonly string[] | null;
  /** Whether their processes run under a kernel of their own, where the host's /proc does not show them. */
  readonly inGuest: boolean;
  /** Kills all of them, which is quick; they are not removed. */
  readonly kill: () => Promise<void>;
  /** Stops one of them: it gets its stop signal and its grace period. */
  readonly stop: (name: string) => Promise<void>;
  /** Starts all of them, in order. @returns time just before, by the clock of the system's host, in milliseconds since 1970 */
  readonly start: (starting?: Starting) => Promise<number>;
  /**
   * Asks for the entry at its published port every 2 ms, from before its container starts until the first good answer.
   * @param start starts the containers, and calls the function that it gets before each one, with the name of the original
   */
  readonly untilFirstAnswer: <T>(
    start: (starting: Starting) => Promise<T>,
  ) => Promise<FirstAnswer & { readonly started: T }>;
  /** Waits until the entry gives a good answer. @returns time of the answer, by the clock of the system's host, in milliseconds since 1970 */
  readonly untilAnswer: (deadlineMs?: number) => Promise<number>;
  /**
   * Waits until the system reports every container with a health check as healthy.
   * @param names of other containers. @default the subject's containers
   * @returns end of the last container's first good check, by the clock of the system's host, in milliseconds since 1970
   */
  readonly untilHealthy: (deadlineMs?: number, names?: readonly string[]) => Promise<number>;
  /** Kills and starts them and waits until they are healthy: every process is new. */
  readonly renew: () => Promise<void>;
  /** Unfreezes them; renews them if one does not run, its last health check failed, or the entry does not answer. */
  readonly resume: () => Promise<void>;
  /** Freezes them, so that they use no CPU time while others are measured. Where the system cannot, they are killed. */
  readonly freeze: () => Promise<void>;
  readonly state: (name: string) => Promise<ContainerState>;
  /** How far the clock of the system's host is ahead of this machine's, in milliseconds; 0 if they agree. */
  readonly clockAhead: () => Promise<number>;
  /** IPv4 addresses of one that runs, or of the one whose network it is on. */
  readonly addresses: (name: string) => Promise<readonly string[]>;
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

/** What a container is at this moment, the same for every system. */
export interface ContainerState {
  /** Of this container: one that replaces it under the same name has another. */
  readonly id: string;
  /** Its PID 1 runs, or is frozen. */
  readonly running: boolean;
  /** Its PID 1 on the system's host, or the program that runs its guest; 0 if it does not run. */
  readonly pid: number;
  /** Of the last end of its PID 1; 0 while it runs. */
  readonly exitCode: number;
  /** Its last health check failed. A check that a freeze has cut short is none. */
  readonly failing: boolean;
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
