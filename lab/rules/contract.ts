/** A rule: what holds, why, and who says so. */
export interface Rule<T> {
  readonly value: T;
  readonly reason: string;
  /** Where the value comes from: a document, a convention, or "ours". */
  readonly source: string;
}

/** The smallest difference that matters; exactly one of the two. */
export interface Margin {
  /** Share of the smaller of the two values: 0.1 allows 1.1 times as much. */
  readonly relative?: number;
  /** In the figure's unit. */
  readonly absolute?: number;
  readonly reason: string;
  readonly source: string;
}

/** The rules of measuring and judging: the content of rules.yaml. */
export interface Rules {
  /** `load` is a share of all processors; `wait` and `patience` are in seconds; `tries` and `tailRequests` are numbers. */
  readonly measuring: Readonly<
    Record<
      "load" | "tries" | "wait" | "patience" | "tailRequests" | "settledSeconds" | "settledShare" | "settledWithin",
      Rule<number>
    >
  >;
  /** Counted rounds by kind of experiment; `quick` is that of timings in a quick run; warm-up rounds. */
  readonly rounds: Readonly<Record<"timing" | "steady" | "categorical" | "quick" | "warmUp", Rule<number>>>;
  readonly statistics: Readonly<Record<"alpha" | "trials" | "humps" | "humpsFrom", Rule<number>>>;
  /** By figure, such as `memory/idle.inside`, or by unit, such as `unit:bytes`. */
  readonly margins: Readonly<Record<string, Margin>>;
  /** What the lab's faults are like: see lab/experiments/blast.ts, crashloop.ts, deaf.ts. Memory and disk in MiB. */
  readonly faults: Readonly<Record<FaultRule, Rule<number>>>;
  /** Thresholds of single parts of claims, by claim and name, such as `000-16.seconds`. */
  readonly bounds: Readonly<Record<string, Rule<number>>>;
  readonly readiness: Readiness;
  readonly ranking: RankingRules;
}

export interface RankingRules {
  /** Constraints that hold by default, by name. */
  readonly disqualify: Readonly<Record<string, { readonly reason: string; readonly source: string }>>;
  /** By figure. */
  readonly scales: Readonly<Record<string, Scale>>;
  readonly presets: Readonly<Record<string, Preset>>;
}

/** How a number becomes a score: 1 at `best` or beyond, 0 at `worst` or beyond; both in the figure's unit. */
export interface Scale {
  readonly best: number;
  readonly worst: number;
  /** `log`: equal ratios are equal steps. */
  readonly steps: "log" | "linear";
  readonly reason: string;
  readonly source: string;
}

/** Weights for a purpose. */
export interface Preset {
  readonly title: string;
  readonly reason: string;
  /** From 0 (does not matter) to 3 (decides), by criterion. */
  readonly weights: Readonly<Record<string, number>>;
}

/** A published checklist for production. */
export interface Readiness {
  /** Who published it, and which parts of it are taken. */
  readonly source: string;
  readonly items: readonly ReadinessItem[];
  /** Items that the lab's figures cannot tell. */
  readonly notMeasured: readonly { readonly item: string; readonly why: string }[];
}

/** Each of the figures must be as said; exactly one of `is` and `atMost`. */
export interface ReadinessItem {
  /** In our own words. */
  readonly item: string;
  /** The heading in the checklist. */
  readonly section: string;
  /** Such as `posture/privileged`. */
  readonly figures: readonly string[];
  readonly is?: boolean;
  readonly atMost?: number;
}

/** Names of the rules about faults. */
export type FaultRule =
  "leaksPerRound" | "hostMemory" | "hostProcesses" | "hostDisk" | "crashSeconds" | "givesUpSeconds" | "deafMargin";
