import type { Analysis } from "../analysis/contract.ts";
import { randomLabels, relabelled } from "../analysis/relabel.ts";
import { seededRandom } from "../random.ts";
import type { Claim, Outcome } from "./contract.ts";
import { decide } from "./finding.ts";

/** How often a claim came out in each way. */
export type OutcomeCounts = Readonly<Partial<Record<Outcome, number>>>;

/**
 * Decides claims with the approaches' names exchanged at random. A claim about differences between approaches that comes out the same for
 * every exchange does not depend on which approach is which.
 * @param seeds one exchange for each
 * @returns by the claims' ids
 */
export function verdictsUnderRelabelling(
  analysis: Analysis,
  claims: readonly Claim[],
  seeds: readonly number[],
): ReadonlyMap<string, OutcomeCounts> {
  const views = seeds.map((seed) => relabelled(analysis, randomLabels(analysis, seededRandom(seed))));
  return new Map(
    claims.map((claim) => {
      const outcomes = views.map((view) => decide(claim, view).outcome);
      const counts: Partial<Record<Outcome, number>> = {};
      for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
      return [claim.id, counts];
    }),
  );
}

/** Whether a claim is about differences between approaches: it compares two, in this analysis. */
export function isComparative(claim: Claim, analysis: Analysis): boolean {
  const pairs = claim.statements(analysis).flatMap(({ comparisons }) => comparisons);
  return pairs.some(({ left, right }) => left[1] !== right[1]);
}
