/** Something to choose by: several figures made into one number from 0 (worst) to 1 (best). */
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
  /** The less the better: (best + slack) / (value + slack), where best is the lowest of all subjects. */
  | {
      readonly figure: string;
      readonly how: "low";
      /** In the figure's unit: what hardly matters; keeps a best of 0 from making everything else worthless. @default 0 */
      readonly slack?: number;
      /** A yes-no figure: where it is no, the score is 0, whether there is a value or not. */
      readonly onlyIf?: string;
    }
  /** Percent, the more the better: value / 100. */
  | { readonly figure: string; readonly how: "percent" }
  /** Percent, the less the better: 1 - value / 100. */
  | { readonly figure: string; readonly how: "percent-lost" }
  /** What is lost of another figure: 1 - value / whole. */
  | { readonly figure: string; readonly how: "lost-of"; readonly whole: string }
  /** 1 where it is so, 0 where not. */
  | { readonly figure: string; readonly how: "yes" }
  /** The reverse. */
  | { readonly figure: string; readonly how: "no" };

/** From 0 to 1, or why there is none. Plain data: the page computes with it too. */
export type Score = { readonly score: number } | { readonly reason: string };

/** Subject to criterion to score. */
export type Scores = Readonly<Record<string, Readonly<Record<string, Score>>>>;

/** Criterion to how much it counts, from 0; only their proportions matter. */
export type Weights = Readonly<Record<string, number>>;

export interface Ranking {
  readonly weights: Weights;
  readonly constraints: readonly string[];
  readonly scores: Scores;
  /** The best first, without those that are excluded. */
  readonly order: readonly Ranked[];
  readonly excluded: readonly { readonly subject: string; readonly constraint: string; readonly reason: string }[];
  /** Where the first place changes when one weight does; nothing where there are fewer than two subjects. */
  readonly flips: readonly Flip[];
}

export interface Ranked {
  readonly subject: string;
  /** Weighted mean of the scores of those criteria that are scored: sum(weight * score) / sum(weight). */
  readonly score: number;
  /** Criterion to its share in the score; they add up to it. */
  readonly contributions: Readonly<Record<string, number>>;
  /** Criteria that count and are not scored, with the reason; they are left out of this subject's mean. */
  readonly unscored: Readonly<Record<string, string>>;
}

/** All other weights staying as they are. */
export interface Flip {
  readonly criterion: string;
  readonly weight: number;
  /** The nearest weight above it at which another one becomes first, and which one; undefined where none does. */
  readonly above: Change | undefined;
  /** The same below it, down to 0. */
  readonly below: Change | undefined;
}

export interface Change {
  readonly weight: number;
  readonly to: string;
}
