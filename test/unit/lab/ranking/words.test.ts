import assert from "node:assert/strict";
import { UserError } from "../../../../errors/user-error.ts";
import { parseConstraints } from "../../../../lab/ranking/constraints.ts";
import { defaultWeights, parseWeights } from "../../../../lab/ranking/weights.ts";

function refusal(parse: () => unknown): UserError["parts"] {
  try {
    parse();
  } catch (error) {
    assert.ok(error instanceof UserError);
    return error.parts;
  }
  throw new Error("it was accepted");
}

describe("lab / weights", () => {
  it("named criteria are set, the others keep their weight", () => {
    assert.deepEqual(parseWeights("memory=2, security=0.5"), { ...defaultWeights, memory: 2, security: 0.5 });
    assert.deepEqual(parseWeights(""), defaultWeights);
    assert.equal(parseWeights("logs=0")["logs"], 0);
  });

  it("unknown names are refused, with the known ones", () => {
    for (const text of ["beauty=2", "=2", "toString=1", "constructor=1"]) {
      const { found, allowed } = refusal(() => parseWeights(text));
      assert.match(found, /There is no criterion/);
      assert.match(allowed ?? "", /memory, start, latency/);
    }
  });

  it("anything but a number from 0 is refused", () => {
    for (const text of ["memory", "memory=", "memory=much", "memory=-1", "memory=1=2", "memory=Infinity"])
      assert.match(refusal(() => parseWeights(text)).found, /gives no weight/, text);
  });

  it("only zeros are refused", () => {
    const zeros = Object.keys(defaultWeights).map((name) => `${name}=0`);
    assert.match(refusal(() => parseWeights(zeros.join(","))).found, /Every weight is 0/);
  });
});

describe("lab / constraints' names", () => {
  it("are split, and unknown names are refused, with the known ones", () => {
    assert.deepEqual(parseConstraints("no-privilege, must-scale,no-privilege"), ["no-privilege", "must-scale"]);
    assert.deepEqual(parseConstraints(""), []);
    assert.match(refusal(() => parseConstraints("cheap")).allowed ?? "", /no-privilege, must-scale/);
  });
});
