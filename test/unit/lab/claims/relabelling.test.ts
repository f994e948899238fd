import assert from "node:assert/strict";
import { randomLabels, relabelled } from "../../../../lab/analysis/relabel.ts";
import { claims } from "../../../../lab/claims/claims.ts";
import type { Claim } from "../../../../lab/claims/contract.ts";
import { isComparative, verdictsUnderRelabelling } from "../../../../lab/claims/relabelling.ts";
import { seededRandom } from "../../../../lab/random.ts";
import { syntheticAnalysis } from "../support/synthetic-analysis.ts";
import { allApproaches } from "../support/synthetic-run.ts";
import { madeUpRun } from "./made-up-runs.ts";

/** Enough that each of the subjects is the best in one of them; and runs, until one of them tells. */
const seeds = Array.from({ length: 40 }, (_, seed) => seed);
const runs = 60;

/** Whether there is a run in which the claim's verdict changes when the names are exchanged. */
function dependsOnNames(claim: Claim): boolean {
  return Array.from({ length: runs }, (_, run) => run).some((run) => {
    const counts = verdictsUnderRelabelling(madeUpRun(claim, run), [claim], seeds).get(claim.id) ?? {};
    return Object.keys(counts).filter((outcome) => outcome !== "unknown").length > 1;
  });
}

describe("lab / approaches with exchanged names", function () {
  this.timeout(120_000);
  const analysis = syntheticAnalysis({ approaches: allApproaches, enough: true });

  it("have each other's values, comparisons, topology and traits", () => {
    const view = relabelled(analysis, { separate: "systemd", systemd: "separate" });
    const figure = "complexity/processes";
    assert.deepEqual(view.summary(figure, "separate"), analysis.summary(figure, "systemd"));
    assert.deepEqual(view.summary(figure, "pod"), analysis.summary(figure, "pod"));
    assert.deepEqual(
      view.compare([figure, "separate"], [figure, "pod"]),
      analysis.compare([figure, "systemd"], [figure, "pod"]),
    );
    const record = (of: typeof view, name: string) => of.run.subjects.find((subject) => subject.name === name);
    assert.deepEqual(record(view, "separate")?.topology, record(analysis, "systemd")?.topology);
    assert.deepEqual(view.subjects, analysis.subjects);
    const counted = (of: typeof view, name: string) =>
      of.cells.filter(({ subject }) => subject === name).map(({ values }) => values);
    assert.deepEqual(counted(view, "separate"), counted(analysis, "systemd"));
  });

  it("are exchanged one for one, the same for the same seed", () => {
    const labels = randomLabels(analysis, seededRandom(3));
    assert.deepEqual(Object.values(labels).sort(), [...analysis.subjects].sort());
    assert.deepEqual(randomLabels(analysis, seededRandom(3)), labels);
    assert.notDeepEqual(randomLabels(analysis, seededRandom(4)), labels);
  });

  for (const claim of claims.filter(({ needs }) => needs === undefined)) {
    if (claim.notComparative === undefined)
      it(`${claim.id} can come out otherwise`, () => {
        assert.ok(dependsOnNames(claim), "the same verdict, whichever approach is which");
      });
    else
      it(`${claim.id} is not about differences between approaches, and says why`, () => {
        assert.match(claim.notComparative ?? "", /^It .{10,}\.$/);
        assert.ok(!isComparative(claim, madeUpRun(claim, 0)), "it compares approaches");
      });
  }

  it("show it if a claim always comes out the same", () => {
    const [some] = claims;
    assert.ok(some);
    const trivial: Claim = {
      ...some,
      statements: () => [
        { title: "always", comparisons: [], judge: () => ({ outcome: "holds", says: "yes", evidence: [] }) },
      ],
    };
    assert.equal(dependsOnNames(trivial), false);
  });
});
