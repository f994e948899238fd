import fc from "fast-check";
import assert from "node:assert/strict";
import { cellKey, cellsOf, roundsOf, subjectsIn } from "../../../../lab/harness/schedule.ts";
import { shuffled } from "../../../../lab/random.ts";
import { rules } from "../../../../lab/rules/rules.ts";
import { syntheticRun } from "../support/synthetic-run.ts";

const settings = { rounds: 7, quick: false, seed: 1 };
const timing = { name: "latency", kind: "timing" } as const;

describe("lab schedule", () => {
  it("has the rounds that the rules say: a warm-up round for timings and steady figures, none in quick runs of those", () => {
    const { timing, steady, categorical } = rules.rounds;
    assert.deepEqual([timing.value, steady.value, categorical.value], [7, 6, 2]);
    assert.deepEqual(roundsOf("timing", 7, false), { warmUp: 1, counted: 7 });
    assert.deepEqual(roundsOf("timing", 3, true), { warmUp: 1, counted: 3 });
    assert.deepEqual(roundsOf("steady", 7, false), { warmUp: 1, counted: 6 });
    assert.deepEqual(roundsOf("steady", 20, false), { warmUp: 1, counted: 10 });
    assert.deepEqual(roundsOf("steady", 3, true), { warmUp: 0, counted: 2 });
    assert.deepEqual(roundsOf("categorical", 7, false), { warmUp: 0, counted: 2 });
  });

  it("gives every subject one turn in every round, round after round", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 9 }), fc.nat(), (subjects, seed) => {
        const cells = cellsOf(timing, subjects, { ...settings, seed });
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
      cellsOf({ name, kind: "timing" }, subjects, { ...settings, seed }).map(({ subject }) => subject);
    assert.deepEqual(order(5), order(5));
    assert.notDeepEqual(order(5), order(6));
    assert.notDeepEqual(order(5), order(5, "startup"));
    assert.notDeepEqual(order(5).slice(0, 8), order(5).slice(8, 16));
  });

  it("leaves out skipped subjects, and the twin of a quick run", () => {
    const { run } = syntheticRun();
    const [one, ...others] = run.subjects.filter(({ twinOf }) => twinOf === undefined);
    assert(one);
    const subjects = [{ ...one, skipped: "no privilege" }, ...others, { ...one, name: "twin", twinOf: one.name }];
    const rest = others.map(({ name }) => name);
    assert.deepEqual(subjectsIn({ subjects }, "made-up", { quick: false }), [...rest, "twin"]);
    assert.deepEqual(subjectsIn({ subjects }, "made-up", { quick: true }), rest);
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
