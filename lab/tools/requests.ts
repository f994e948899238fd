/** Where requests come from: a network namespace of Docker's host. */
export type From =
  /** The host's own. */
  | "host"
  /** That of a container. */
  | { readonly container: string };

/** Requests to make at a fixed rate. */
export interface LoadRequest {
  readonly from: From;
  /** `host:port`. @default the entry's published address */
  readonly target?: string;
  /** Requests per second. */
  readonly rate: number;
  /** Requests end after this time. */
  readonly seconds: number;
  /** Whether it gets ready and waits for `begin`. @default false: it begins at once */
  readonly held?: boolean;
}

/** Possible outcomes of a request; see `Sample`. */
export const outcomes = ["ok", "refused", "lost", "timeout", "error"] as const;

/** One request. */
export interface Sample {
  /** When it should have begun, by the clock of Docker's host, in milliseconds since 1970. */
  readonly at: number;
  /** Counted from `at`, so that time spent waiting to begin counts too. */
  readonly latencyMs: number;
  /**
   * `ok`: a whole answer with status 200. `refused`: no connection. `lost`: connected, and the answer broke off or never began.
   * `timeout`: nothing within a second. `error`: an answer with another status.
   */
  readonly outcome: (typeof outcomes)[number];
}

/** Requests in progress. */
export interface Load {
  /** Begins, if it was held. */
  begin(): void;
  /** Those that have ended so far, in the order in which they ended. */
  readonly samples: readonly Sample[];
  /** Waits until a sample satisfies the condition. @returns the sample; undefined if the deadline passes or the requests end first */
  until(satisfies: (sample: Sample) => boolean, deadlineMs: number): Promise<Sample | undefined>;
  /** Makes no more requests, and waits for those in progress. @returns all samples in the order of `at` */
  stop(): Promise<readonly Sample[]>;
}

/** Measures one plan after another, from one network namespace. */
export interface Prober {
  measure(plan: PrecisePlan): Promise<Precise>;
  /** Looks a name up, as a program does that connects to it. @param requests how often */
  lookUp(name: string, port: number, requests: number): Promise<Precise>;
  close(): Promise<void>;
}

/** Requests one after another. */
export type PrecisePlan =
  | {
      /** `host:port`. */
      readonly target: string;
      /** A new connection for each request, or one that is kept. */
      readonly connection: "new" | "kept";
      /** Requests per second; latency counts from when each should have begun. */
      readonly rate: number;
      readonly requests: number;
      /** Requests before the others, as fast as answers come, which are not counted. */
      readonly warmUp: number;
    }
  /** Four connections at a time, each as fast as answers come. */
  | { readonly target: string; readonly rate: "fastest"; readonly seconds: number };

/** What a plan has given. */
export interface Precise {
  /** Latencies of good answers in microseconds, in the order of the requests. */
  readonly latencies: readonly number[];
  readonly errors: number;
  readonly seconds: number;
}
