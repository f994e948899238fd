import type { Ranked, Ranking, Score, Scores, Weights } from "./contract.ts";

/** The best first; subjects with equal scores in the given order. Subjects without any score come last, with 0. */
export function orderOf(scores: Scores, weights: Weights): Ranked[] {
  return Object.entries(scores)
    .map(([subject, ofSubject]) => combine(subject, ofSubject, weights))
    .sort((a, b) => b.score - a.score);
}

/** The scores of those that are not excluded. */
export function scoresWithout(scores: Scores, excluded: Ranking["excluded"]): Scores {
  const out = new Set(excluded.map(({ subject }) => subject));
  return Object.fromEntries(Object.entries(scores).filter(([subject]) => !out.has(subject)));
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
