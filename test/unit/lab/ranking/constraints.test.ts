import assert from "node:assert/strict";
import { constraints } from "../../../../lab/ranking/constraints.ts";
import { rank } from "../../../../lab/ranking/rank.ts";
import { defaultWeights } from "../../../../lab/ranking/weights.ts";
import { syntheticAnalysis } from "../support/synthetic-analysis.ts";
import { allApproaches } from "../support/synthetic-run.ts";

describe("lab / ranking / constraints", () => {
  const excludedBy = (constraint: string) => {
    const { excluded, order } = rank(syntheticAnalysis({ approaches: allApproaches }), defaultWeights, [constraint]);
    const out = excluded.map(({ subject }) => subject);
    assert.deepEqual([...order.map(({ subject }) => subject), ...out].sort(), [...allApproaches].sort());
    assert.ok(excluded.every(({ reason }) => reason !== ""));
    return out;
  };
  const cases: Readonly<Record<string, readonly string[]>> = {
    recovers: ["shell"],
    "told-at-stop": ["runit"],
    "loses-no-request": [],
    "no-privilege": ["systemd"],
    "must-scale": [],
    "one-artifact": ["separate", "pod"],
    "keeps-services-apart": allApproaches.slice(1),
    "read-only-root": [],
  };
  for (const { name, title } of constraints)
    it(`${name}: ${title}`, () => {
      assert.deepEqual(excludedBy(name), cases[name]);
    });

  it("an unknown value excludes a subject, with the reason", () => {
    const missing = { "posture/privileged": { separate: "no probe" } };
    const { excluded } = rank(syntheticAnalysis({ missing }), defaultWeights, ["no-privilege"]);
    assert.match(excluded.find(({ subject }) => subject === "separate")?.reason ?? "", /unknown .*no probe/);
  });
});
