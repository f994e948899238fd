/** A criterion of the ranking: it turns several figures into one score from 0 (worst) to 1 (best). */
export interface Criterion {
  /** Lower-case word, as in `--weights memory=2`. */
  readonly name: string;
  readonly title: string;
  /** How the parts become scores, as a sentence; the criterion's score is their mean. */
  readonly formula: string;
  readonly parts: readonly Part[];
}

/** How one figure becomes a score. */
export type Part =
  /** Lower is better: (best + slack) / (value + slack), where best is the lowest of all subjects. */
  | {
      readonly figure: string;
      readonly how: "low";
      /** An amount that hardly matters, in the figure's unit. With it, other scores are not 0 if the best value is 0. @default 0 */
      readonly slack?: number;
      /** A yes-no figure: if it is no, the score is 0, with or without a value. */
      readonly onlyIf?: string;
    }
  /** Percent, higher is better: value / 100. */
  | { readonly figure: string; readonly how: "percent" }
  /** Percent, lower is better: 1 - value / 100. */
  | { readonly figure: string; readonly how: "percent-lost" }
  /** The loss from another figure: 1 - value / whole. */
  | { readonly figure: string; readonly how: "lost-of"; readonly whole: string }
  /** 1 for yes, 0 for no. */
  | { readonly figure: string; readonly how: "yes" }
  /** 0 for yes, 1 for no. */
  | { readonly figure: string; readonly how: "no" };

/** From 0 to 1, or why there is none. Plain data, since the report's page computes with it too. */
export type Score = { readonly score: number } | { readonly reason: string };

/** Scores by subject and criterion. */
export type Scores = Readonly<Record<string, Readonly<Record<string, Score>>>>;

/** Weight by criterion, from 0; only their proportions matter. */
export type Weights = Readonly<Record<string, number>>;

export interface Ranking {
  readonly weights: Weights;
  readonly constraints: readonly string[];
  readonly scores: Scores;
  /** The best first, without excluded subjects. */
  readonly order: readonly Ranked[];
  readonly excluded: readonly { readonly subject: string; readonly constraint: string; readonly reason: string }[];
  /** Weights at which the first place changes; empty with fewer than two subjects. */
  readonly flips: readonly Flip[];
}

export interface Ranked {
  readonly subject: string;
  /** Weighted mean of the scores, without unscored criteria: sum(weight * score) / sum(weight). */
  readonly score: number;
  /** Share of each criterion in the score; they add up to it. */
  readonly contributions: Readonly<Record<string, number>>;
  /** Reasons why weighted criteria have no score; they are left out of this subject's mean. */
  readonly unscored: Readonly<Record<string, string>>;
}

/** Where the first place changes if one weight changes and all others stay. */
export interface Flip {
  readonly criterion: string;
  readonly weight: number;
  /** The nearest higher weight at which another subject becomes first; undefined if there is none. */
  readonly above: Change | undefined;
  /** The nearest lower weight, down to 0. */
  readonly below: Change | undefined;
}

export interface Change {
  readonly weight: number;
  readonly to: string;
}
