import fc from "fast-check";
import assert from "node:assert/strict";
import { cellKey, cellsOf, entrantsOf, roundsOf } from "../../../../lab/harness/schedule.ts";
import { shuffled } from "../../../../lab/random.ts";
import { syntheticRun } from "../support/synthetic-run.ts";

const settings = { rounds: 7, quick: false, seed: 1 };
const timing = { name: "latency", kind: "timing" } as const;
const entrants = (names: readonly string[]) => names.map((name) => ({ name, isTwin: false }));

describe("lab schedule", () => {
  it("has a warm-up round for timings, at least four rounds for steady figures, and two for categorical ones", () => {
    assert.deepEqual(roundsOf("timing", 7, false), { warmUp: 1, counted: 7 });
    assert.deepEqual(roundsOf("steady", 7, false), { warmUp: 0, counted: 4 });
    assert.deepEqual(roundsOf("steady", 20, false), { warmUp: 0, counted: 10 });
    assert.deepEqual(roundsOf("steady", 3, true), { warmUp: 0, counted: 2 });
    assert.deepEqual(roundsOf("categorical", 7, false), { warmUp: 0, counted: 2 });
  });

  it("gives every subject one turn in every round, round after round", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 9 }), fc.nat(), (subjects, seed) => {
        const cells = cellsOf(timing, entrants(subjects), { ...settings, seed });
        for (let turn = 0; turn < 8; turn += 1) {
          const round = cells.slice(turn * subjects.length, (turn + 1) * subjects.length);
          assert.deepEqual(round.map(({ subject }) => subject).sort(), [...subjects].sort());
          assert(round.every(({ warmUp }) => warmUp === (turn === 0)));
        }
        assert.equal(new Set(cells.map(cellKey)).size, cells.length, "no cell comes twice");
      }),
    );
  });

  it("has the same order for the same seed, and another order for another seed, experiment or round", () => {
    const subjects = ["a", "b", "c", "d", "e", "f", "g", "h"];
    const order = (seed: number, name = "latency") =>
      cellsOf({ name, kind: "timing" }, entrants(subjects), { ...settings, seed }).map(({ subject }) => subject);
    assert.deepEqual(order(5), order(5));
    assert.notDeepEqual(order(5), order(6));
    assert.notDeepEqual(order(5), order(5, "startup"));
    assert.notDeepEqual(order(5).slice(0, 8), order(5).slice(8, 16));
  });

  it("leaves out skipped subjects, and the twin unless the experiment wants it and the run is not quick", () => {
    const { run } = syntheticRun();
    const [one, ...others] = run.subjects.filter(({ twinOf }) => twinOf === undefined);
    assert(one);
    const records = [{ ...one, skipped: "no privilege" }, ...others, { ...one, name: "twin", twinOf: one.name }];
    const rest = entrants(others.map(({ name }) => name));
    const twin = { name: "twin", isTwin: true };
    assert.deepEqual(entrantsOf({ name: "made-up", withTwin: true }, records, { quick: false }), [...rest, twin]);
    assert.deepEqual(entrantsOf({ name: "made-up", withTwin: true }, records, { quick: true }), rest);
    assert.deepEqual(entrantsOf({ name: "made-up" }, records, { quick: false }), rest);
  });

  it("lets a twin take part in the warm-up and the first four rounds, and others in all", () => {
    const cells = cellsOf(timing, [...entrants(["a", "b"]), { name: "twin", isTwin: true }], settings);
    const roundsOfOne = (name: string) => cells.filter(({ subject }) => subject === name).map(({ round }) => round);
    assert.deepEqual(roundsOfOne("twin"), [0, 0, 1, 2, 3]);
    assert.deepEqual(roundsOfOne("a"), [0, 0, 1, 2, 3, 4, 5, 6]);
  });

  it("shuffles evenly: every item gets to every place about as often", () => {
    let state = 1;
    const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
    const counts = new Map<string, number>();
    for (let turn = 0; turn < 3000; turn += 1) {
      for (const [place, item] of shuffled(["a", "b", "c"], random).entries()) {
        counts.set(`${item}${place}`, (counts.get(`${item}${place}`) ?? 0) + 1);
      }
    }
    assert.equal(counts.size, 9);
    for (const [key, count] of counts) assert(count > 850 && count < 1150, `${key}: ${count}`);
  });
});
