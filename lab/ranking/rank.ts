import type { Analysis } from "../analysis/contract.ts";
import { constraints, disqualifying } from "./constraints.ts";
import type { Ranking, Weights } from "./contract.ts";
import { criteria } from "./criteria.ts";
import { flipsOf } from "./flips.ts";
import { orderOf, scoresWithout } from "./rank-order.ts";
import { scoresOf } from "./score.ts";
import { stabilityOf } from "./stability.ts";

/**
 * Ranks the subjects of a run.
 * @param wanted names of the constraints that hold, see `constraintsFrom`; unknown names exclude nothing
 */
export function rank(analysis: Analysis, weights: Weights, wanted: readonly string[] = disqualifying): Ranking {
  const scores = scoresOf(analysis, criteria);
  const excluded = constraints
    .filter(({ name }) => wanted.includes(name))
    .flatMap((constraint) =>
      analysis.subjects.flatMap((subject) => {
        const reason = constraint.excludes(analysis, subject);
        return reason === undefined ? [] : [{ subject, constraint: constraint.name, reason }];
      }),
    );
  const left = scoresWithout(scores, excluded);
  const order = orderOf(left, weights);
  return {
    ...{ weights, constraints: wanted, scores, order, excluded },
    flips: flipsOf(left, weights, order[0]?.subject),
    stability: stabilityOf(left, weights, order),
  };
}
