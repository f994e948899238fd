import assert from "node:assert/strict";
import { seededRandom, seedOf } from "../../../lab/random.ts";

const near = (actual: number, expected: number, tolerance = 1e-9) => {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} instead of ${expected}`);
};

describe("lab / random", () => {
  it("gives mulberry32's numbers for a seed", () => {
    const random = seededRandom(1);
    near(random(), 0.6270739405881613);
    near(random(), 0.002735721180215478);
  });

  it("is uniform from 0 to 1 and differs by seed and by text", () => {
    const random = seededRandom(5);
    const values = Array.from({ length: 10_000 }, random);
    assert.ok(values.every((value) => value >= 0 && value < 1));
    near(values.reduce((sum, value) => sum + value, 0) / values.length, 0.5, 0.02);
    assert.notEqual(seededRandom(1)(), seededRandom(2)());
    assert.notEqual(seedOf("a", 1), seedOf("b", 1));
    assert.notEqual(seedOf("a", 1), seedOf("a", 2));
  });
});
