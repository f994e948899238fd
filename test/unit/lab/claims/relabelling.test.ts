import assert from "node:assert/strict";
import { claims } from "../../../../lab/claims/claims.ts";
import type { Claim, Outcome } from "../../../../lab/claims/contract.ts";
import { decide } from "../../../../lab/claims/finding.ts";
import { madeUpRun, shuffled } from "./made-up-runs.ts";

/** Enough that one of as many subjects as there are is the best in one of them; and runs until one of them tells. */
const relabellings = 40;
const runs = 60;

/** Outcomes of one run under many relabellings. */
function outcomesOf(claim: Claim, run: number): Set<Outcome> {
  const outcomes = new Set<Outcome>();
  for (let number = 0; number < relabellings && outcomes.size < 2; number += 1) {
    const { outcome } = decide(claim, madeUpRun(claim, run, shuffled(number)));
    if (outcome !== "unknown") outcomes.add(outcome);
  }
  return outcomes;
}

/** Whether there is a run whose verdict changes with the labels. */
function dependsOnLabels(claim: Claim): boolean {
  return Array.from({ length: runs }, (_, run) => run).some((run) => outcomesOf(claim, run).size > 1);
}

describe("claims with approaches relabelled at random", function () {
  this.timeout(60_000);

  for (const claim of claims.filter(({ needs }) => needs === undefined)) {
    if (claim.notComparative === undefined)
      it(`${claim.id} can come out otherwise`, () => {
        assert.ok(dependsOnLabels(claim), "the same verdict, whichever approach is which");
      });
    else
      it(`${claim.id} says why it is not about differences between approaches`, () => {
        assert.match(claim.notComparative ?? "", /^It .{10,}\.$/);
      });
  }

  it("notice a claim that always comes out the same", () => {
    const [some] = claims;
    assert.ok(some);
    const trivial: Claim = {
      ...some,
      statements: () => [
        {
          title: "true by construction",
          comparisons: [],
          judge: () => ({ outcome: "holds", says: "yes", evidence: [] }),
        },
      ],
    };
    assert.deepEqual([...outcomesOf(trivial, 0)], ["holds"]);
    assert.equal(dependsOnLabels(trivial), false);
  });
});
