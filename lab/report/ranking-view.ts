import type { Analysis } from "../analysis/contract.ts";
import { constraints } from "../ranking/constraints.ts";
import type { Change, Flip, Ranking, Score, Weights } from "../ranking/contract.ts";
import { criteria } from "../ranking/criteria.ts";
import { orderOf, rank } from "../ranking/rank.ts";

/** The ranking as plain data: what the page's program ranks again, and what every rendering shows. */
export interface RankingView {
  readonly criteria: readonly CriterionView[];
  readonly constraints: readonly ConstraintView[];
  /** Best first; excluded ones last. */
  readonly order: readonly RankedView[];
  /** Sentences: at which weight the first place changes hands. */
  readonly flips: readonly string[];
}

export interface CriterionView {
  readonly name: string;
  readonly title: string;
  /** How figures become the score, as a sentence. */
  readonly formula: string;
  readonly weight: number;
  readonly figures: readonly string[];
  /** By subject: from 0 (worst) to 1 (best), or why there is none. */
  readonly scores: Readonly<Record<string, Score>>;
}

export interface ConstraintView {
  readonly name: string;
  readonly title: string;
  readonly chosen: boolean;
  /** Why it excludes a subject, by subject; subjects that satisfy it are not in it. */
  readonly excludes: Readonly<Record<string, string>>;
}

export interface RankedView {
  readonly subject: string;
  readonly score: number;
  /** Reasons of the chosen constraints; empty where none excludes it. */
  readonly excluded: readonly string[];
  /** Criteria that count and have no score for it, with the reason. */
  readonly unscored: Readonly<Record<string, string>>;
}

/**
 * The ranking with everything that the page needs to compute it again with other weights.
 * @param wanted names of the constraints that hold from the beginning
 */
export function rankingView(analysis: Analysis, weights: Weights, wanted: readonly string[]): RankingView {
  const ranking = rank(analysis, weights, wanted);
  return {
    criteria: criteria.map(({ name, title, formula, parts }) => ({
      ...{ name, title, formula, weight: weights[name] ?? 0 },
      figures: parts.flatMap((part) => ("onlyIf" in part ? [part.figure, part.onlyIf] : [part.figure])),
      scores: Object.fromEntries(
        analysis.subjects.map((subject) => [subject, ranking.scores[subject]?.[name] ?? { reason: "not scored" }]),
      ),
    })),
    constraints: constraints.map((constraint) => ({
      ...{ name: constraint.name, title: constraint.title, chosen: wanted.includes(constraint.name) },
      excludes: Object.fromEntries(
        analysis.subjects.flatMap((subject) => {
          const reason = constraint.excludes(analysis, subject);
          return reason === undefined ? [] : [[subject, reason]];
        }),
      ),
    })),
    order: orderOfAll(ranking),
    flips: ranking.flips.flatMap((flip) => flipTexts(flip, ranking)),
  };
}

function orderOfAll(ranking: Ranking): RankedView[] {
  const reasons = (subject: string) =>
    ranking.excluded.filter((row) => row.subject === subject).map(({ reason }) => reason);
  const rows = orderOf(ranking.scores, ranking.weights).map(({ subject, score, unscored }) => ({
    ...{ subject, score, unscored },
    excluded: reasons(subject),
  }));
  return [
    ...rows.filter(({ excluded }) => excluded.length === 0),
    ...rows.filter(({ excluded }) => excluded.length > 0),
  ];
}

function flipTexts({ criterion, weight, above, below }: Flip, { order }: Ranking): string[] {
  const title = criteria.find(({ name }) => name === criterion)?.title ?? criterion;
  const first = order[0]?.subject ?? "";
  const sentence = (change: Change | undefined, side: "above" | "below") =>
    change === undefined
      ? []
      : [
          `${title}: ${side} a weight of ${shownWeight(change.weight)} (now ${shownWeight(weight)}), ${change.to} comes before ${first}.`,
        ];
  return [...sentence(below, "below"), ...sentence(above, "above")];
}

function shownWeight(weight: number): string {
  return String(Number(weight.toPrecision(3)));
}
