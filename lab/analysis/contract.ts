import type { Figure } from "../contract.ts";
import type { CellRecord, RunRecord } from "../results/record.ts";

/** What the records of one run say, computed once; claims, ranking and report read nothing else. Pure data apart from its three look-ups. */
export interface Analysis {
  readonly run: RunRecord;
  /** Counted cells only; warm-up rounds are left out. */
  readonly cells: readonly CellRecord[];
  /** Names of the subjects that were measured, without twins and skipped ones, in the run's order. */
  readonly subjects: readonly string[];
  /** @param figure `experiment/figure`, such as `memory/idle.pss` */
  summary(figure: string, subject: string): Summary;
  /** How one subject's figure differs from another's. */
  compare(figure: string, subject: string, other: string): Comparison;
  /** What a subject and its twin differ by in a figure; undefined where no twin was measured. */
  noise(figure: string): Noise | undefined;
  /** `experiment/figure` of everything that was to be measured. */
  readonly figures: readonly FigureInRun[];
}

export interface FigureInRun {
  readonly key: string;
  readonly experiment: string;
  readonly figure: Figure;
}

/** Several rounds' values of one figure. */
export type Summary = NumberSummary | FactSummary | MissingSummary;

export interface NumberSummary {
  readonly kind: "number";
  readonly median: number;
  /** Bootstrap 95 % interval of the median; the extremes where there are fewer than 4 values. */
  readonly low: number;
  readonly high: number;
  readonly min: number;
  readonly max: number;
  /** In the order of the rounds. */
  readonly values: readonly number[];
  /** Rounds in which there was none, and why. */
  readonly missing?: string;
}

/** Of a `yes-no` or `text` figure. */
export interface FactSummary {
  readonly kind: "fact";
  /** That of most rounds; the first one's where they are even. */
  readonly value: boolean | string;
  readonly agree: boolean;
  readonly values: readonly (boolean | string)[];
  /** Rounds in which there was none, and why. */
  readonly missing?: string;
}

export interface MissingSummary {
  readonly kind: "missing";
  /** Never empty: an unexplained blank is a defect. */
  readonly reason: string;
}

/** Between two subjects; about the first one. */
export interface Comparison {
  readonly verdict:
    | "lower"
    | "higher"
    /** Of facts, which have no order. */
    | "different"
    /** The difference is within the noise, or the rank test sees none. */
    | "same"
    /** Too few rounds, or no values: see the reason. */
    | "unknown";
  /** First median divided by the other's; undefined where that is 0. */
  readonly ratio: number | undefined;
  /** First median minus the other's. */
  readonly difference: number | undefined;
  /** Two-sided, exact (Mann-Whitney); undefined for facts and single values. */
  readonly pValue: number | undefined;
  /** Cliff's delta, from -1 to 1: how often a value of the first is larger, less how often it is smaller. */
  readonly effect: number | undefined;
  /** How it was decided, as a sentence with its numbers. */
  readonly reason: string;
}

/** A/A: the same approach against itself. */
export interface Noise {
  readonly subject: string;
  readonly twin: string;
  /** Absolute difference of the medians, of the smaller one, or 1 where only that is 0; the least that counts as a difference between approaches. */
  readonly relative: number;
  /** Absolute difference of the medians, in the figure's unit; 0 for facts. */
  readonly absolute: number;
  /** One of the medians is 0: only the absolute difference says something about other sizes. */
  readonly fromZero: boolean;
  readonly pValue: number | undefined;
  /** Whether the rank test took the twin for something else. */
  readonly differs: boolean;
}
