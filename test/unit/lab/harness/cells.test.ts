import assert from "node:assert/strict";
import { checked } from "../../../../lab/harness/cells.ts";

const experiment = {
  name: "sample",
  figures: {
    time: { title: "time", unit: "ms", better: "lower" },
    works: { title: "works", unit: "yes-no", better: "yes" },
  },
} as const;

describe("an experiment's observations", () => {
  it("pass where every figure has a value of its kind or a reason", () => {
    const good = { values: { time: 3 }, missing: { works: "it was not asked" } };
    assert.equal(checked(experiment, good), good);
  });

  const refused: readonly (readonly [title: string, observations: Parameters<typeof checked>[1], message: RegExp])[] = [
    ["a figure without value and reason", { values: { time: 3 } }, /neither "works" nor a reason/],
    ["an empty reason", { values: { time: 3 }, missing: { works: "" } }, /neither "works" nor a reason/],
    ["a figure that is not declared", { values: { time: 3, works: true, extra: 1 } }, /"extra", which it does not/],
    ["a reason for what is not declared", { values: { time: 3, works: true }, missing: { more: "no" } }, /"more"/],
    ["a value of another kind", { values: { time: "3", works: true } }, /"time" as "3", not as a number/],
    ["no number", { values: { time: Number.NaN, works: true } }, /"time" as null, not as a number/],
  ];
  for (const [title, observations, message] of refused) {
    it(`are refused with ${title}`, () => {
      assert.throws(() => checked(experiment, observations), message);
    });
  }
});
