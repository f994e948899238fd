import type { Figure } from "../contract.ts";
import type { CellRecord, RunRecord } from "../results/record.ts";

/** The analysis of one run. Claims, ranking and report read nothing else. Pure data, except for three lookups. */
export interface Analysis {
  readonly run: RunRecord;
  /** Counted cells, without warm-up rounds. */
  readonly cells: readonly CellRecord[];
  /** Names of the subjects that were measured, without twins and skipped ones, in the run's order. */
  readonly subjects: readonly string[];
  /** @param figure `experiment/figure`, such as `memory/idle.pss` */
  summary(figure: string, subject: string): Summary;
  /** How one subject's figure differs from another's. */
  compare(figure: string, subject: string, other: string): Comparison;
  /** The difference between a subject and its twin in a figure; undefined if no twin was measured. */
  noise(figure: string): Noise | undefined;
  /** Every figure of the run's experiments. */
  readonly figures: readonly FigureInRun[];
}

export interface FigureInRun {
  readonly key: string;
  readonly experiment: string;
  readonly figure: Figure;
}

/** The values of one figure over several rounds. */
export type Summary = NumberSummary | FactSummary | MissingSummary;

export interface NumberSummary {
  readonly kind: "number";
  readonly median: number;
  /** Bootstrap 95 % interval of the median; with fewer than 4 values, the extremes. */
  readonly low: number;
  readonly high: number;
  readonly min: number;
  readonly max: number;
  /** In the order of the rounds. */
  readonly values: readonly number[];
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

/** A comparison of two subjects, stated about the first one. */
export interface Comparison {
  readonly verdict:
    | "lower"
    | "higher"
    /** For facts, which have no order. */
    | "different"
    /** The difference is within the noise, or the rank test finds none. */
    | "same"
    /** Too few rounds, or no values: see the reason. */
    | "unknown";
  /** First median divided by the second; undefined if the second is 0. */
  readonly ratio: number | undefined;
  /** First median minus the second. */
  readonly difference: number | undefined;
  /** p value of the exact two-sided Mann-Whitney test; undefined for facts and single values. */
  readonly pValue: number | undefined;
  /** Cliff's delta, from -1 to 1: share of pairs in which the first value is larger, less the share in which it is smaller. */
  readonly effect: number | undefined;
  /** How it was decided, as a sentence with the numbers. */
  readonly reason: string;
}

/** Result of the A/A comparison: the difference between an approach and its twin. */
export interface Noise {
  readonly subject: string;
  readonly twin: string;
  /** Difference of the medians, relative to the smaller one; 1 if only the smaller one is 0. A difference between approaches must exceed it. */
  readonly relative: number;
  /** Absolute difference of the medians, in the figure's unit; 0 for facts. */
  readonly absolute: number;
  /** One of the medians is 0, so only the absolute difference says something about other values. */
  readonly fromZero: boolean;
  readonly pValue: number | undefined;
  /** Whether the rank test found a difference, which is a false alarm. */
  readonly differs: boolean;
}
