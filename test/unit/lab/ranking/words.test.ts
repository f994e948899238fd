import assert from "node:assert/strict";
import { UserError } from "../../../../errors/user-error.ts";
import { constraints, constraintsFrom, disqualifying } from "../../../../lab/ranking/constraints.ts";
import { criteria } from "../../../../lab/ranking/criteria.ts";
import { defaultWeights, parseWeights, presetNames, presetWeights } from "../../../../lab/ranking/weights.ts";

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

describe("lab / presets", () => {
  it("weigh every criterion", () => {
    for (const name of presetNames)
      assert.deepEqual(Object.keys(presetWeights(name)).sort(), criteria.map((one) => one.name).sort(), name);
  });

  it("are where single weights start from", () => {
    assert.deepEqual(parseWeights("memory=2", presetWeights("edge")), { ...presetWeights("edge"), memory: 2 });
  });

  it("are refused under other names, with the known ones", () => {
    for (const name of ["home", "constructor"])
      assert.match(refusal(() => presetWeights(name)).allowed ?? "", /production, development, teaching, edge/);
  });
});

describe("lab / constraints' names", () => {
  it("are added to those that hold by default", () => {
    assert.deepEqual(constraintsFrom("", ""), [...disqualifying]);
    assert.deepEqual(constraintsFrom("no-privilege, must-scale,recovers", ""), [
      ...disqualifying,
      "no-privilege",
      "must-scale",
    ]);
  });

  it("are known ones, with a reason for each that holds by default", () => {
    const known = constraints.map(({ name }) => name);
    assert.ok(disqualifying.length > 0 && disqualifying.every((name) => known.includes(name)));
    assert.match(refusal(() => constraintsFrom("cheap", "")).allowed ?? "", /no-privilege, must-scale/);
  });

  it("can be weighed in instead, if they hold by default", () => {
    assert.deepEqual(
      constraintsFrom("", "recovers"),
      disqualifying.filter((name) => name !== "recovers"),
    );
    assert.match(refusal(() => constraintsFrom("", "no-privilege")).allowed ?? "", /^recovers, /);
  });
});
