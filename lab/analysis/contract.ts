import type { Figure, Trials } from "../contract.ts";
import type { CellRecord, RunRecord } from "../results/record.ts";

/** The analysis of one run. Claims, ranking and report read nothing else. Pure data, except for its lookups. */
export interface Analysis {
  readonly run: RunRecord;
  /** Counted cells, without warm-up rounds. */
  readonly cells: readonly CellRecord[];
  /** Names of the approaches that were measured, without twins and skipped ones, in the run's order. */
  readonly subjects: readonly string[];
  /** Names of the variants that were measured: approaches with another configuration. */
  readonly variants: readonly string[];
  /** @param figure `experiment/figure`, such as `memory/idle.inside` */
  summary(figure: string, subject: string): Summary;
  /**
   * How one side differs from the other: two subjects in a figure, or two figures of a subject.
   * @param level wanted coverage of the interval. @default 1 - alpha
   */
  compare(left: Side, right: Side, level?: number): Comparison;
  /** What two equal deployments differ by, over all runs that were given; undefined if none has a twin with this figure. */
  noise(figure: string): Noise | undefined;
  /**
   * The run's own twin compared as if it were another approach. The noise that it is judged by comes from other runs only: its own would
   * hide every difference.
   * @returns undefined if the run has no twin with this figure
   */
  twins(figure: string, level?: number): Comparison | undefined;
  /** Every figure of the run's experiments. */
  readonly figures: readonly FigureInRun[];
}

/** What is compared. */
export type Side = readonly [figure: string, subject: string];

export interface FigureInRun {
  readonly key: string;
  readonly experiment: string;
  readonly figure: Figure;
}

/** From where to where a true value may lie. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Chance that an interval made like this contains the true value: from 0 to 1, at least. */
  readonly coverage: number;
}

/** The values of one figure over several rounds. */
export type Summary = NumberSummary | RateSummary | FactSummary | MissingSummary;

/** The interval is that of the median, with its true coverage: below 95 % if there are few rounds, and then it goes from the smallest value to the largest. */
export interface NumberSummary extends Interval {
  readonly kind: "number";
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** In the order of the rounds. */
  readonly values: readonly number[];
  /** Counted, and the same in at least two rounds: there is nothing to estimate. */
  readonly exact: boolean;
  /** The values lie in two groups, the lower one first; then the median is no value to rely on. */
  readonly humps?: readonly [Hump, Hump];
  /** Rounds without a value, and why. */
  readonly missing?: string;
}

/** One of two groups of values. */
export interface Hump {
  readonly median: number;
  /** Number of values. */
  readonly count: number;
}

/** Summary of a `trials` figure: the trials of all rounds together. The interval is the exact one of the rate (Clopper-Pearson), in shares. */
export interface RateSummary extends Interval, Trials {
  readonly kind: "rate";
  /** From 0 to 1. */
  readonly rate: number;
  /** In the order of the rounds. */
  readonly values: readonly Trials[];
  /** Rounds without a value, and why. */
  readonly missing?: string;
}

/** Summary of a `yes-no` or `text` figure. */
export interface FactSummary {
  readonly kind: "fact";
  /** The most frequent value; in a tie, the first one. */
  readonly value: boolean | string;
  readonly agree: boolean;
  readonly values: readonly (boolean | string)[];
  /** Rounds without a value, and why. */
  readonly missing?: string;
}

export interface MissingSummary {
  readonly kind: "missing";
  /** Never empty: an unexplained blank is a defect. */
  readonly reason: string;
}

/** A comparison of two sides, stated about the first one. */
export interface Comparison {
  readonly verdict:
    | "lower"
    | "higher"
    /** For facts, which have no order. */
    | "different"
    /** The whole interval lies within the margin; facts are the same. */
    | "equivalent"
    /** The interval crosses the margin, or there is none: see the reason. */
    | "unknown";
  /** Undefined for facts, and if there are too few rounds for an interval. */
  readonly effect: Effect | undefined;
  /** How it was decided, as a sentence with the numbers. */
  readonly reason: string;
}

/** How much the first side differs from the second. */
export interface Effect extends Interval {
  /** `ratio`: the first divided by the second. `difference`: the first minus the second, in the figure's unit; of rates, in shares. */
  readonly scale: "ratio" | "difference";
  readonly estimate: number;
  /** From where to where a difference does not matter, on the same scale. */
  readonly margin: {
    readonly low: number;
    readonly high: number;
    /** Where it comes from: the rules, or the noise, which is larger. */
    readonly from: "rules" | "noise";
  };
}

/** What an approach and its equal twin differ by: the root mean square over runs. Each run counts once. */
export interface Noise {
  readonly subject: string;
  readonly twin: string;
  /** As a share: 0.1 is a factor of 1.1. Undefined for facts and rates, and if there are values of 0. */
  readonly relative: number | undefined;
  /** In the figure's unit; of rates and facts, in shares. */
  readonly absolute: number;
  /** Ids of the runs that it rests on. */
  readonly runs: readonly string[];
}
