import fc from "fast-check";
import assert from "node:assert/strict";
import { satisfies } from "../../../toolchain/bootstrap/node-version.mjs";
import { compareVersions, isWithin } from "../../../toolchain/host/version-order.ts";

const version = fc.tuple(fc.nat(50), fc.nat(50), fc.nat(50)).map((parts) => parts.join("."));

describe("toolchain / versions", () => {
  it("are compared number by number, not as text", () => {
    assert.ok(compareVersions("3.9.0", "3.10.0") < 0);
    assert.ok(compareVersions("20.10.24+dfsg1", "20.10.3") > 0);
    assert.equal(compareVersions("go1.26", "1.26.0"), 0);
    assert.equal(compareVersions("v3.259.0", "3.259.0"), 0);
  });

  it("are ordered antisymmetrically", () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        assert.equal(Math.sign(compareVersions(a, b)), -Math.sign(compareVersions(b, a)));
        assert.equal(compareVersions(a, b) === 0, a === b);
      }),
    );
  });

  it("are in a range from its lower bound on, below its upper bound", () => {
    const range = { min: "3.248.0", below: "4.0.0" };
    assert.deepEqual(
      ["3.247.9", "3.248.0", "3.300.1", "4.0.0", "dev", ""].map((text) => isWithin(text, range)),
      [false, true, true, false, false, false],
    );
  });
});

describe("bootstrap / Node version", () => {
  const range = "^20.19.0 || >=22.12.0";

  for (const [found, serves] of [
    ["18.20.0", false],
    ["20.18.9", false],
    ["20.19.0", true],
    ["20.99.1", true],
    ["21.5.0", false],
    ["22.11.9", false],
    ["22.12.0", true],
    ["25.0.0-nightly", true],
  ] as const) {
    it(`${found} is ${serves ? "accepted" : "refused"} for "${range}"`, () => {
      assert.equal(satisfies(found, range), serves);
    });
  }

  it("a range in an unknown notation is an error, not an acceptance", () => {
    assert.throws(() => satisfies("20.19.0", "20.x"), /cannot read "20.x"/);
  });
});
