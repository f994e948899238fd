import type { Analysis } from "../analysis/contract.ts";
import { constraints } from "./constraints.ts";
import type { Ranked, Ranking, Score, Scores, Weights } from "./contract.ts";
import { criteria } from "./criteria.ts";
import { flipsOf } from "./flips.ts";
import { scoresOf } from "./score.ts";

/**
 * Ranks the subjects of a run.
 * @param wanted names of constraints; unknown names exclude nothing
 */
export function rank(analysis: Analysis, weights: Weights, wanted: readonly string[] = []): Ranking {
  const scores = scoresOf(analysis, criteria);
  const excluded = constraints
    .filter(({ name }) => wanted.includes(name))
    .flatMap((constraint) =>
      analysis.subjects.flatMap((subject) => {
        const reason = constraint.excludes(analysis, subject);
        return reason === undefined ? [] : [{ subject, constraint: constraint.name, reason }];
      }),
    );
  const out = new Set(excluded.map(({ subject }) => subject));
  const left = Object.fromEntries(Object.entries(scores).filter(([subject]) => !out.has(subject)));
  const order = orderOf(left, weights);
  return { weights, constraints: wanted, scores, order, excluded, flips: flipsOf(left, weights, order[0]?.subject) };
}

/** The best first; subjects with equal scores in the given order. Subjects without any score come last, with 0. */
export function orderOf(scores: Scores, weights: Weights): Ranked[] {
  return Object.entries(scores)
    .map(([subject, ofSubject]) => combine(subject, ofSubject, weights))
    .sort((a, b) => b.score - a.score);
}

function combine(subject: string, scores: Readonly<Record<string, Score>>, weights: Weights): Ranked {
  const counting = Object.entries(scores).filter(([criterion]) => (weights[criterion] ?? 0) > 0);
  const unscored: Record<string, string> = {};
  const shares: Record<string, number> = {};
  let total = 0;
  for (const [criterion, score] of counting) {
    const weight = weights[criterion] ?? 0;
    if ("reason" in score) unscored[criterion] = score.reason;
    else {
      shares[criterion] = weight * score.score;
      total += weight;
    }
  }
  const contributions = Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, share / total]));
  const score = Object.values(contributions).reduce((sum, share) => sum + share, 0);
  return { subject, score, contributions, unscored };
}
