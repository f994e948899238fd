import assert from "node:assert/strict";
import { randomLabels, relabelled } from "../../../../lab/analysis/relabel.ts";
import { claims } from "../../../../lab/claims/claims.ts";
import type { Outcome } from "../../../../lab/claims/contract.ts";
import { isComparative, verdictsUnderRelabelling } from "../../../../lab/claims/relabelling.ts";
import { seededRandom } from "../../../../lab/random.ts";
import { syntheticAnalysis } from "../support/synthetic-analysis.ts";
import { allApproaches } from "../support/synthetic-run.ts";

const analysis = syntheticAnalysis({ approaches: allApproaches, enough: true });

/** Claims about all approaches alike: exchanging their names cannot change them. */
const aboutAll = ["000-16", "002-3", "002-4", "002-6", "003-3"];

/** Claims that should be able to come out otherwise, and cannot yet. The list may only shrink. */
const notYet = ["000-9", "000-11", "004-2", "004-3"];

/** Every outcome of a claim, until there are two. */
function outcomesOf(id: string): ReadonlySet<Outcome> {
  const claim = claims.filter((one) => one.id === id);
  const outcomes = new Set<Outcome>();
  for (let seed = 1; seed <= 150 && outcomes.size < 2; seed += 1) {
    const counts = verdictsUnderRelabelling(analysis, claim, [seed]).get(id) ?? {};
    for (const outcome of Object.keys(counts)) outcomes.add(outcome as Outcome);
  }
  return outcomes;
}

describe("lab / approaches with exchanged names", () => {
  it("have each other's values, comparisons, topology and traits", () => {
    const view = relabelled(analysis, { separate: "systemd", systemd: "separate" });
    const figure = "memory/idle.charged";
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
    const changes = !aboutAll.includes(claim.id) && !notYet.includes(claim.id);
    it(`${claim.id} ${changes ? "comes out otherwise for some exchange" : "is the same for every exchange"}`, () => {
      const outcomes = [...outcomesOf(claim.id)];
      assert.equal(outcomes.length > 1, changes, `always ${outcomes.join()}`);
      if (aboutAll.includes(claim.id)) assert.ok(!isComparative(claim, analysis), "it compares approaches");
    }).timeout(60_000);
  }
});
