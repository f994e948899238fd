/** Where requests come from: a network namespace of the engine's host. */
export type From =
  /** The host's own. */
  | "host"
  /** That of a container. */
  | { readonly container: string };

/** Requests to make at a fixed rate. */
export interface LoadRequest {
  readonly from: From;
  /** `host:port`; the entry's published address from the host where left out. */
  readonly target?: string;
  /** Requests per second. */
  readonly rate: number;
  /** Ends by itself after this time. */
  readonly seconds: number;
}

/** What can become of a request; see `Sample`. */
export const outcomes = ["ok", "refused", "lost", "timeout", "error"] as const;

/** One request's fate. */
export interface Sample {
  /** When it should have begun, in milliseconds since 1970 on the engine's host. */
  readonly at: number;
  /** From then on, so that time spent waiting for its turn counts. */
  readonly latencyMs: number;
  /**
   * `ok`: a whole answer with status 200. `refused`: no connection. `lost`: connected, and the answer broke off or never began.
   * `timeout`: nothing within a second. `error`: an answer with another status.
   */
  readonly outcome: (typeof outcomes)[number];
}

/** Requests under way. */
export interface Load {
  /** Those that have ended so far, in the order in which they ended. */
  readonly samples: readonly Sample[];
  /** Waits until a sample satisfies. @returns it; undefined where the deadline passes or the requests end before */
  until(satisfies: (sample: Sample) => boolean, deadlineMs: number): Promise<Sample | undefined>;
  /** Makes no more requests, and waits for those under way. @returns all samples in the order of `at` */
  stop(): Promise<readonly Sample[]>;
}

/** Plans that one probe carries out, one after another. */
export interface PreciseRequest {
  readonly from: From;
  readonly plans: readonly PrecisePlan[];
}

export interface PrecisePlan {
  /** `host:port`. */
  readonly target: string;
  /** Requests per second; latency counts from when each should have begun. `fastest`: four connections, each as fast as it is answered. */
  readonly rate: number | "fastest";
  readonly seconds: number;
}

export interface Precise {
  /** Latencies of good answers in microseconds, in the order of the requests. */
  readonly latencies: readonly number[];
  readonly errors: number;
  readonly seconds: number;
}
