import type { Analysis } from "../analysis/contract.ts";
import type { Ranked, Scores } from "../ranking/contract.ts";
import { criteria } from "../ranking/criteria.ts";
import { flipsOf } from "../ranking/flips.ts";
import { orderOf } from "../ranking/rank.ts";
import { scoresOf } from "../ranking/score.ts";
import { defaultWeights } from "../ranking/weights.ts";
import type { Statement } from "./contract.ts";
import { cannotTell, judged } from "./finding.ts";

/** Whether subjects rank in this order with the default weights: a statement for each neighbouring pair; the first says where the first place changes. */
export function rankInOrder(analysis: Analysis, expected: readonly string[]): Statement[] {
  const missing = expected.filter((subject) => !analysis.subjects.includes(subject));
  if (missing.length > 0) return [cannotTell(`${missing.join(" and ")}, not measured in this run`)];
  const all = scoresOf(analysis, criteria);
  const scores: Scores = Object.fromEntries(expected.map((subject) => [subject, all[subject] ?? {}]));
  const order = orderOf(scores, defaultWeights);
  const unscored = order.flatMap(({ subject, unscored: reasons }) =>
    Object.entries(reasons).map(([criterion, reason]) => `${criterion} of ${subject}: ${reason}`),
  );
  // Means over different criteria cannot be compared.
  if (unscored.length > 0) return [cannotTell(`scores of ${unscored.join("; ")}`)];
  const flips = flipsText(scores, order);
  return expected.slice(1).map((subject, index) => {
    const [better, worse] = [expected[index], subject].map((name) => order.find((ranked) => ranked.subject === name));
    const [first, second] = [better?.score ?? 0, worse?.score ?? 0];
    const says = `${first.toFixed(2)} against ${second.toFixed(2)}`;
    return judged(`${expected[index] ?? ""} scores more than ${subject}`, {
      outcome: first > second ? "holds" : "fails",
      says: index === 0 ? `${says} (${flips})` : says,
      // A score rests on too many figures to list; the ranking shows them.
      evidence: [],
    });
  });
}

/** Weights beyond this many times the present one are not shown: no user would choose them. */
const farthest = 10;

function flipsText(scores: Scores, order: readonly Ranked[]): string {
  const flips = flipsOf(scores, defaultWeights, order[0]?.subject);
  const changes = flips.flatMap(({ criterion, weight, above, below }) =>
    [above, below]
      .filter((change) => change !== undefined)
      .filter((change) => change.weight <= farthest * weight)
      .map((change) => `${change.to} if ${criterion} weighs ${change.weight.toFixed(1)} instead of ${weight}`),
  );
  return changes.length === 0
    ? `no single weight, up to ${farthest} times as large, changes the first place`
    : `the first place goes to ${changes.join(", or to ")}`;
}
