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
  /** On the scale that the rules give the figure. */
  | {
      readonly figure: string;
      readonly how: "scale";
      /** A yes-no figure: if it is no, the score is 0, with or without a value. */
      readonly onlyIf?: string;
      /** Another figure with a scale, for another way to the same end: the better score counts, or the only one. */
      readonly or?: string;
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
  /** Names of those that hold. */
  readonly constraints: readonly string[];
  readonly scores: Scores;
  /** The best first, without excluded subjects. */
  readonly order: readonly Ranked[];
  readonly excluded: readonly { readonly subject: string; readonly constraint: string; readonly reason: string }[];
  /** Weights at which the first place changes; empty with fewer than two subjects. */
  readonly flips: readonly Flip[];
  readonly stability: Stability;
}

/** How much the order depends on the weights. Shares are from 0 to 1, of weights drawn at random, all equally likely. */
export interface Stability {
  /** Number of random weights. */
  readonly draws: number;
  /** In which each subject that is not excluded comes first. */
  readonly first: Readonly<Record<string, number>>;
  /** In which the better of two neighbours in the order stays before the worse. */
  readonly neighbours: readonly { readonly better: string; readonly worse: string; readonly share: number }[];
  /** In which the whole order is the same. */
  readonly order: number;
  /** Criteria without which another subject is first. */
  readonly without: readonly { readonly criterion: string; readonly first: string }[];
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
