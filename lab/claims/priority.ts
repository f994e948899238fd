import type { Analysis } from "../analysis/contract.ts";
import { formatShare } from "../analysis/format.ts";
import type { Ranked, Scores, Weights } from "../ranking/contract.ts";
import { criteria } from "../ranking/criteria.ts";
import { flipsOf } from "../ranking/flips.ts";
import { orderOf } from "../ranking/rank-order.ts";
import { scoresOf } from "../ranking/score.ts";
import { stabilityOf } from "../ranking/stability.ts";
import { defaultPreset } from "../ranking/weights.ts";
import { rules } from "../rules/rules.ts";
import type { Judgement, Statement } from "./contract.ts";
import { cannotTell, judged } from "./finding.ts";

/** Whether subjects rank in this order for every purpose: a statement for each neighbouring pair, and one about all possible weights. */
export function rankInOrder(analysis: Analysis, expected: readonly string[]): Statement[] {
  const missing = expected.filter((subject) => !analysis.subjects.includes(subject));
  if (missing.length > 0) return [cannotTell(`${missing.join(" and ")}, not measured in this run`)];
  const all = scoresOf(analysis, criteria);
  const scores: Scores = Object.fromEntries(expected.map((subject) => [subject, all[subject] ?? {}]));
  return Object.entries(rules.ranking.presets).flatMap(([name, { title, weights }]) => {
    const order = orderOf(scores, weights);
    const unscored = order.flatMap(({ subject, unscored: reasons }) =>
      Object.entries(reasons).map(([criterion, reason]) => `${criterion} of ${subject}: ${reason}`),
    );
    // Means over different criteria cannot be compared.
    if (unscored.length > 0) return [cannotTell(`scores of ${unscored.join("; ")}`)];
    const pairs = pairsOf(expected, order, title);
    return name === defaultPreset ? [...pairs, stable(scores, order, weights)] : pairs;
  });
}

/** A statement for each neighbouring pair. A score rests on too many figures to list as evidence; the ranking shows them. */
function pairsOf(expected: readonly string[], order: readonly Ranked[], purpose: string): Statement[] {
  return expected.slice(1).map((subject, index) => {
    const [better, worse] = [expected[index], subject].map((one) => order.find((ranked) => ranked.subject === one));
    const [first, second] = [better?.score ?? 0, worse?.score ?? 0];
    return judged(`${purpose}: ${expected[index] ?? ""} scores more than ${subject}`, {
      outcome: first > second ? "holds" : "fails",
      says: `${first.toFixed(2)} against ${second.toFixed(2)}`,
      evidence: [],
    });
  });
}

/** Whether the first of the order is first with most of all weights. */
function stable(scores: Scores, order: readonly Ranked[], weights: Weights): Statement {
  const leader = order[0]?.subject ?? "";
  const judge = (): Judgement => {
    const share = stabilityOf(scores, weights, order).first[leader] ?? 0;
    const says = `${formatShare(share)} of them (${flipsText(scores, order, weights)})`;
    return { outcome: share > 0.5 ? "holds" : "fails", says, evidence: [] };
  };
  return { title: `${leader} is first with most of all possible weights`, comparisons: [], judge };
}

/** Weights beyond this many times the present one are not shown: no user would choose them. */
const farthest = 10;

function flipsText(scores: Scores, order: readonly Ranked[], weights: Weights): string {
  const flips = flipsOf(scores, weights, order[0]?.subject);
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
