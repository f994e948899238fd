import { seededRandom } from "../random.ts";
import type { Ranked, Scores, Stability, Weights } from "./contract.ts";
import { orderOf } from "./rank-order.ts";

/** Enough for shares that are exact to a percentage point: the standard error of a share is at most 0.4 points. */
const draws = 20_000;
const seed = 1;

/**
 * How much the order depends on the weights: random weights, uniformly from all that add up to 1.
 * @param scores of the subjects that are not excluded
 * @param weights of this order; only criteria with a weight above 0 are left out in turn
 */
export function stabilityOf(scores: Scores, weights: Weights, order: readonly Ranked[]): Stability {
  const subjects = order.map(({ subject }) => subject);
  const criteria = Object.keys(weights);
  const table = subjects.map((subject) =>
    criteria.map((criterion) => {
      const score = scores[subject]?.[criterion];
      return score !== undefined && "score" in score ? score.score : undefined;
    }),
  );
  const random = seededRandom(seed);
  const firsts = subjects.map(() => 0);
  const kept = subjects.slice(1).map(() => 0);
  let whole = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    const drawn = criteria.map(() => -Math.log(1 - random()));
    const means = table.map((row) => meanOf(row, drawn));
    const best = means.indexOf(Math.max(...means));
    firsts[best] = (firsts[best] ?? 0) + 1;
    const holds = kept.map((_, index) => (means[index] ?? 0) >= (means[index + 1] ?? 0));
    holds.forEach((one, index) => (kept[index] = (kept[index] ?? 0) + (one ? 1 : 0)));
    if (holds.every(Boolean)) whole += 1;
  }
  return {
    draws,
    first: Object.fromEntries(subjects.map((subject, index) => [subject, (firsts[index] ?? 0) / draws])),
    neighbours: kept.map((count, index) => ({
      better: subjects[index] ?? "",
      worse: subjects[index + 1] ?? "",
      share: count / draws,
    })),
    order: whole / draws,
    without: subjects.length < 2 ? [] : changedWithout(scores, weights, subjects[0] ?? ""),
  };
}

/** Without the criteria that have no score, as in the ranking. */
function meanOf(row: readonly (number | undefined)[], weights: readonly number[]): number {
  let [sum, total] = [0, 0];
  row.forEach((score, index) => {
    if (score === undefined) return;
    sum += score * (weights[index] ?? 0);
    total += weights[index] ?? 0;
  });
  return total === 0 ? 0 : sum / total;
}

function changedWithout(scores: Scores, weights: Weights, now: string): Stability["without"] {
  return Object.keys(weights)
    .filter((criterion) => (weights[criterion] ?? 0) > 0)
    .map((criterion) => ({
      criterion,
      first: orderOf(scores, { ...weights, [criterion]: 0 })[0]?.subject ?? now,
    }))
    .filter(({ first }) => first !== now);
}
