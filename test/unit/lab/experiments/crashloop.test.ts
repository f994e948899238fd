import assert from "node:assert/strict";
import { restartsIn } from "../../../../lab/experiments/crashloop/restarts.ts";
import { parseNotes } from "../../../../lab/instruments/notes.ts";

describe("crashloop: how a service is started again", () => {
  const notes = parseNotes("start 100.5\nSIGTERM 101\nstart 102.5\nstart 103.25\nstart 110\n\nstart\n");

  it("is read from its notes", () => {
    assert.deepEqual(notes[0], { word: "start", at: 100_500 });
    assert.equal(notes.length, 5);
  });

  it("counts the starts while it crashed, and the longest pause", () => {
    assert.deepEqual(restartsIn(notes, 100_000, 8), { starts: [0.5, 2.5, 3.25], longestPause: 2 });
  });

  it("has no pause without a start", () => {
    assert.deepEqual(restartsIn([], 100_000, 8), { starts: [], longestPause: undefined });
  });
});
