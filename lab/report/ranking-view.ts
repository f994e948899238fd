import type { Analysis } from "../analysis/contract.ts";
import { constraints } from "../ranking/constraints.ts";
import type { Change, Flip, Part, Ranking, Score, Weights } from "../ranking/contract.ts";
import { criteria } from "../ranking/criteria.ts";
import { orderOf, scoresWithout } from "../ranking/rank-order.ts";
import { rank } from "../ranking/rank.ts";
import { stabilityTexts } from "../ranking/stability-texts.ts";
import { rules } from "../rules/rules.ts";

/** The ranking as plain data: every form of the report shows it, and the page's script ranks it again. */
export interface RankingView {
  readonly criteria: readonly CriterionView[];
  readonly constraints: readonly ConstraintView[];
  /** The best first, excluded subjects last. */
  readonly order: readonly RankedView[];
  /** Sentences about the weights at which the first place changes. */
  readonly flips: readonly string[];
  readonly presets: readonly PresetView[];
  /** How much the order depends on the weights, as sentences. */
  readonly stability: readonly string[];
}

export interface PresetView {
  readonly name: string;
  readonly title: string;
  readonly reason: string;
  readonly weights: Weights;
  /** The order with these weights, and the constraints of this report; without excluded subjects. */
  readonly order: readonly string[];
  readonly chosen: boolean;
}

export interface CriterionView {
  readonly name: string;
  readonly title: string;
  /** How figures become the score, in words. */
  readonly formula: string;
  readonly weight: number;
  readonly figures: readonly string[];
  /** Score by subject, from 0 (worst) to 1 (best), or why there is none. */
  readonly scores: Readonly<Record<string, Score>>;
}

export interface ConstraintView {
  readonly name: string;
  readonly title: string;
  readonly chosen: boolean;
  /** Why it holds by default; undefined if it does not. */
  readonly because: string | undefined;
  /** Reason by excluded subject. */
  readonly excludes: Readonly<Record<string, string>>;
}

export interface RankedView {
  readonly subject: string;
  readonly score: number;
  /** Share of all weights with which it is first, from 0 to 1; undefined if it is excluded. */
  readonly first: number | undefined;
  /** Reasons of the chosen constraints; empty if none excludes it. */
  readonly excluded: readonly string[];
  /** Reasons by weighted criterion that has no score for it. */
  readonly unscored: Readonly<Record<string, string>>;
}

/**
 * The ranking, with the data that the page needs to rank again with other weights.
 * @param wanted names of the chosen constraints
 */
export function rankingView(analysis: Analysis, weights: Weights, wanted: readonly string[]): RankingView {
  const ranking = rank(analysis, weights, wanted);
  return {
    criteria: criteria.map(({ name, title, formula, parts }) => ({
      ...{ name, title, formula, weight: weights[name] ?? 0 },
      figures: parts.flatMap((part) => figuresOf(part)),
      scores: Object.fromEntries(
        analysis.subjects.map((subject) => [subject, ranking.scores[subject]?.[name] ?? { reason: "not scored" }]),
      ),
    })),
    constraints: constraints.map((constraint) => ({
      ...{ name: constraint.name, title: constraint.title, chosen: wanted.includes(constraint.name) },
      because: rules.ranking.disqualify[constraint.name]?.reason,
      excludes: Object.fromEntries(
        analysis.subjects.flatMap((subject) => {
          const reason = constraint.excludes(analysis, subject);
          return reason === undefined ? [] : [[subject, reason]];
        }),
      ),
    })),
    order: orderOfAll(ranking),
    flips: ranking.flips.flatMap((flip) => flipTexts(flip, ranking)),
    presets: presetViews(weights, ranking),
    stability: stabilityTexts(ranking),
  };
}

function figuresOf(part: Part): string[] {
  const further = part.how === "scale" ? [part.onlyIf, part.or] : [];
  return [part.figure, ...further.filter((figure) => figure !== undefined)];
}

function orderOfAll(ranking: Ranking): RankedView[] {
  const reasons = (subject: string) =>
    ranking.excluded.filter((row) => row.subject === subject).map(({ reason }) => reason);
  const rows = orderOf(ranking.scores, ranking.weights).map(({ subject, score, unscored }) => ({
    ...{ subject, score, unscored },
    first: ranking.stability.first[subject],
    excluded: reasons(subject),
  }));
  return [
    ...rows.filter(({ excluded }) => excluded.length === 0),
    ...rows.filter(({ excluded }) => excluded.length > 0),
  ];
}

function presetViews(weights: Weights, { scores, excluded }: Ranking): PresetView[] {
  const left = scoresWithout(scores, excluded);
  return Object.entries(rules.ranking.presets).map(([name, preset]) => ({
    ...{ name, title: preset.title, reason: preset.reason, weights: preset.weights },
    order: orderOf(left, preset.weights).map(({ subject }) => subject),
    chosen: criteria.every((criterion) => weights[criterion.name] === preset.weights[criterion.name]),
  }));
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
