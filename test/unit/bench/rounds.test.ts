import fc from "fast-check";
import assert from "node:assert/strict";
import { orderOf } from "../../../bench/rounds.ts";

const arms = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 6 });

describe("bench / rounds", () => {
  it("every round has every arm once", () => {
    fc.assert(
      fc.property(arms, fc.nat(20), (all, round) => {
        assert.deepEqual([...orderOf(all, round)].sort(), [...all].sort());
      }),
    );
  });

  it("in as many rounds as there are arms, each arm is first once", () => {
    fc.assert(
      fc.property(arms, (all) => {
        assert.deepEqual(
          all.map((_, round) => orderOf(all, round)[0]),
          all,
        );
      }),
    );
  });
});
