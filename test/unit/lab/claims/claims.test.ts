import assert from "node:assert/strict";
import { claims } from "../../../../lab/claims/claims.ts";
import type { Claim, Outcome } from "../../../../lab/claims/contract.ts";
import { decide } from "../../../../lab/claims/finding.ts";
import type { Figure } from "../../../../lab/contract.ts";
import { experiments } from "../../../../lab/experiments.ts";
import { syntheticAnalysis } from "../support/synthetic-analysis.ts";
import { madeUpRun, shuffled, subjects } from "./made-up-runs.ts";

/** Number of claims of each document. */
const numbers = { "000": 20, "001": 9, "002": 11, "003": 6, "004": 5 } as const;

const declared = new Map<string, Figure>(
  experiments.flatMap(({ name, figures }) =>
    Object.entries(figures).map(([figure, one]) => [`${name}/${figure}`, one] as const),
  ),
);

function outcomesOf(claim: Claim): Set<Outcome> {
  const outcomes = new Set<Outcome>();
  for (let attempt = 0; attempt < 1200 && outcomes.size < 2; attempt += 1) {
    const { outcome } = decide(claim, madeUpRun(claim, attempt, shuffled(attempt)));
    if (outcome !== "unknown") outcomes.add(outcome);
  }
  return outcomes;
}

describe("lab / claims", function () {
  // One takes half a minute of a processor, which other tests want as well.
  this.timeout(240_000);

  it("every claim of the documents is listed once, in order", () => {
    const expected = Object.entries(numbers).flatMap(([document, count]) =>
      Array.from({ length: count }, (_, index) => `${document}-${index + 1}`),
    );
    assert.deepEqual(
      claims.map(({ id }) => id),
      expected,
    );
  });

  it("claims rest on figures that exist and are not withdrawn, or say what they need", () => {
    for (const { id, figures, needs } of claims) {
      assert.equal(figures.length === 0, needs !== undefined, `${id}: figures, or what is needed instead`);
      for (const key of figures) {
        const figure = declared.get(key);
        assert.ok(figure, `${id}: no experiment has ${key}`);
        assert.equal(figure.withdrawn, undefined, `${id}: ${key} is withdrawn`);
      }
    }
  });

  for (const claim of claims) {
    if (claim.needs !== undefined) {
      it(`${claim.id} is not known here and says what is missing`, () => {
        const { outcome, because } = decide(claim, syntheticAnalysis({ approaches: subjects }));
        assert.equal(outcome, "unknown");
        assert.match(because, /^Not known: \S.{10,}/);
      });
      continue;
    }
    it(`${claim.id} gets different verdicts, depending on the data`, () => {
      const outcomes = outcomesOf(claim);
      assert.ok(outcomes.size >= 2, `only ${[...outcomes].join(", ")}`);
    });

    it(`${claim.id} is not known if nothing was measured, and says what is missing`, () => {
      const skipped = Object.fromEntries(subjects.map((name) => [name, "this host has no Docker daemon"]));
      const { outcome, because } = decide(claim, syntheticAnalysis({ approaches: subjects, skipped }));
      assert.equal(outcome, "unknown");
      assert.match(because, /^Not known: \S.{10,}/);
    });
  }

  it("verdicts come with parts, and numbers with units", () => {
    const analysis = syntheticAnalysis({ approaches: subjects });
    for (const claim of claims) {
      const { because, parts, evidence, outcome } = decide(claim, analysis);
      assert.match(because, /^(Holds|Does not hold|No difference that matters|Not known): .*\.$/s, claim.id);
      assert.doesNotMatch(because, /undefined|NaN|\[object|: ;|\(\)/, claim.id);
      assert.ok(
        parts.every(({ title, says }) => title !== "" && says !== ""),
        claim.id,
      );
      assert.ok(
        evidence.every(({ shown, subject }) => shown !== "" && analysis.subjects.includes(subject)),
        claim.id,
      );
      // The ranking's score rests on too many figures to list.
      if (outcome !== "unknown" && claim.id !== "000-14") assert.ok(evidence.length > 0, claim.id);
      for (const { figure } of evidence) assert.ok(claim.figures.includes(figure), `${claim.id}: ${figure}`);
    }
  });

  it("the same data gives the same verdicts", () => {
    const verdicts = () => claims.map((claim) => decide(claim, syntheticAnalysis({ approaches: subjects })));
    assert.deepEqual(verdicts(), verdicts());
  });
});
