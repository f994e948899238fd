import assert from "node:assert/strict";
import type { Analysis } from "../../../../lab/analysis/contract.ts";
import { formatValue } from "../../../../lab/analysis/format.ts";
import { claims } from "../../../../lab/claims/claims.ts";
import type { Claim, Outcome } from "../../../../lab/claims/contract.ts";
import { compared } from "../../../../lab/claims/deciding.ts";
import { decide } from "../../../../lab/claims/finding.ts";
import { triedRate, writtenBytes } from "../../../../lab/claims/seed-002.ts";
import type { Figure, Value } from "../../../../lab/contract.ts";
import { experiments } from "../../../../lab/experiments.ts";
import { seededRandom, seedOf } from "../../../../lab/random.ts";
import { syntheticAnalysis } from "../support/synthetic-analysis.ts";
import { allApproaches } from "../support/synthetic-run.ts";

/** Number of claims of each document. */
const numbers = { "000": 16, "001": 7, "002": 7, "003": 3, "004": 3 } as const;

const approaches = ["separate", "supervisord", "systemd", "systemd-least", "runit", "runit-graceful"];

/** A run with random values of the claim's figures, the same for the same attempt. */
function randomAnalysis(claim: Claim, attempt: number): Analysis {
  const random = seededRandom(seedOf(claim.id, attempt));
  const oneOf = <T>(...options: readonly [T, ...T[]]): T =>
    options[Math.floor(random() * options.length)] ?? options[0];
  const number = () => (random() < 0.4 ? 0 : oneOf(1, 5, 50, 95, 100, 1e3, 1e8));
  // In half of the attempts all values are the same, so that all parts of a claim can agree.
  const alike = random() < 0.5 ? { fact: random() < 0.5, number: number() } : undefined;
  const value = ({ unit }: Figure): Value => {
    if (unit === "yes-no") return alike?.fact ?? random() < 0.5;
    return unit === "trials" ? { hits: oneOf(0, 1, 9, 10), of: 10 } : (alike?.number ?? number());
  };
  const figures = experiments.flatMap(({ name, figures: its }) =>
    Object.entries(its).map(([figure, declared]) => ({ key: `${name}/${figure}`, declared })),
  );
  const values = figures
    .filter(({ key }) => claim.figures.includes(key))
    .map(({ key, declared }) => [key, Object.fromEntries(approaches.map((subject) => [subject, value(declared)]))]);
  const needed = experiments.filter(({ name }) => claim.figures.some((key) => key.startsWith(`${name}/`)));
  return syntheticAnalysis({
    approaches,
    experiments: needed,
    twin: "none",
    enough: true,
    values: Object.fromEntries(values) as Record<string, Record<string, Value>>,
  });
}

function outcomesOf(claim: Claim): Set<Outcome> {
  const outcomes = new Set([decide(claim, syntheticAnalysis({ approaches: allApproaches, enough: true })).outcome]);
  for (let attempt = 0; attempt < 400 && decided(outcomes) < 2; attempt += 1)
    outcomes.add(decide(claim, randomAnalysis(claim, attempt)).outcome);
  return outcomes;
}

const decided = (outcomes: ReadonlySet<Outcome>) => [...outcomes].filter((outcome) => outcome !== "unknown").length;

/** Claims that cannot have two verdicts yet, and why. */
const undecidable: Readonly<Record<string, string>> = {
  "000-2": "the margin is as wide as what it calls slightly slower",
  "000-11": "needs another host",
  "001-4": "needs a workload with a queue",
  "003-3": "needs a workload with data",
};

describe("lab / claims", () => {
  it("every claim of the documents is listed once, in order", () => {
    const expected = Object.entries(numbers).flatMap(([document, count]) =>
      Array.from({ length: count }, (_, index) => `${document}-${index + 1}`),
    );
    assert.deepEqual(
      claims.map(({ id }) => id),
      expected,
    );
  });

  it("claims rest on figures that exist, or say what they need", () => {
    const keys = new Set(
      experiments.flatMap(({ name, figures }) => Object.keys(figures).map((key) => `${name}/${key}`)),
    );
    for (const { id, figures, needs } of claims) {
      assert.equal(figures.length === 0, needs !== undefined, `${id}: figures, or what is needed instead`);
      for (const figure of figures) assert.ok(keys.has(figure), `${id}: ${figure}`);
    }
  });

  for (const claim of claims) {
    if (claim.needs !== undefined) {
      it(`${claim.id} is unknown here and says what is missing`, () => {
        const { outcome, because } = decide(claim, syntheticAnalysis({ approaches: allApproaches }));
        assert.equal(outcome, "unknown");
        assert.match(because, /^Not known: \S.{10,}/);
      });
      continue;
    }
    const not = claim.id in undecidable ? "does not yet get" : "gets";
    it(`${claim.id} ${not} different verdicts, depending on the data`, () => {
      const outcomes = outcomesOf(claim);
      const can = decided(outcomes) >= 2;
      assert.equal(can, !(claim.id in undecidable), `${[...outcomes].join(", ")}; ${undecidable[claim.id] ?? ""}`);
    }).timeout(60_000);

    it(`${claim.id} is unknown if nothing was measured, and says what is missing`, () => {
      const none = Object.fromEntries(allApproaches.map((name) => [name, "this host has no Docker daemon"]));
      const { outcome, because } = decide(claim, syntheticAnalysis({ approaches: allApproaches, skipped: none }));
      assert.equal(outcome, "unknown");
      assert.match(because, /^Not known: \S.{10,}/);
    });
  }

  it("verdicts come with sentences and numbers with units", () => {
    const analysis = syntheticAnalysis({ approaches: allApproaches });
    for (const claim of claims) {
      const { because, evidence, outcome } = decide(claim, analysis);
      assert.match(because, /^(Holds|Does not hold|No difference that matters|Not known): .*\.$/s, claim.id);
      assert.doesNotMatch(because, /undefined|NaN|\[object|: ;|\(\)/, claim.id);
      assert.ok(
        evidence.every(({ shown, subject }) => shown !== "" && analysis.subjects.includes(subject)),
        claim.id,
      );
      // The ranking's score rests on too many figures to list.
      if (outcome !== "unknown" && claim.id !== "000-14") assert.ok(evidence.length > 0, claim.id);
      for (const { figure } of evidence) assert.ok(claim.figures.includes(figure), `${claim.id}: ${figure}`);
    }
  });

  it("claims and experiments name the same numbers", () => {
    const logs = experiments.find(({ name }) => name === "logs");
    assert.ok(logs);
    assert.ok(logs.figures["disk.unlimited"]?.title.includes(`${formatValue(writtenBytes, "bytes")} are written`));
    assert.match(logs.method, new RegExp(`Every service .* ${(triedRate / 2).toLocaleString("en-US")} a second each`));
  });

  it("the same data gives the same verdicts", () => {
    const verdicts = () => claims.map((claim) => decide(claim, syntheticAnalysis()));
    assert.deepEqual(verdicts(), verdicts());
  });

  it("a wrong claim does not hold, and its opposite holds", () => {
    const figure = "startup/create.healthy";
    const values = { [figure]: { separate: 500, "separate-twin": 500, systemd: 2500 } };
    const analysis = syntheticAnalysis({ values });
    const wrong: Claim = {
      id: "test-1",
      source: "this test",
      claim: "A service that answers in a fifth of the time is slower.",
      figures: [figure],
      statements: (run) => [compared(run, figure, "separate", "higher", "systemd")],
    };
    const { outcome, because, evidence } = decide(wrong, analysis);
    assert.equal(outcome, "fails");
    assert.match(because, /: (50\d|49\d|500) ms against 2\.\d* s, 0\.\d+ times \(.* interval; margin 10 %\)/);
    assert.equal(evidence.length, 2);
    const right: Claim = { ...wrong, statements: (run) => [compared(run, figure, "systemd", "higher", "separate")] };
    assert.equal(decide(right, analysis).outcome, "holds");
  });
});
