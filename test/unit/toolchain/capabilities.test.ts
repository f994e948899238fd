import fc from "fast-check";
import assert from "node:assert/strict";
import { lackingCapabilities } from "../../../toolchain/engine/capabilities.ts";

const status = (mask: bigint) =>
  `Name:\tnode\nCapEff:\t0000000000000000\nCapBnd:\t${mask.toString(16).padStart(16, "0")}\n`;
const full = (1n << 41n) - 1n;

describe("toolchain / capabilities", () => {
  it("a full bounding set lacks nothing", () => {
    assert.deepEqual(lackingCapabilities(status(full), 40), []);
  });

  it("a cleared bit is named", () => {
    assert.deepEqual(lackingCapabilities(status(full & ~(1n << 24n)), 40), ["CAP_SYS_RESOURCE"]);
    assert.deepEqual(lackingCapabilities(status(full & ~(1n << 40n)), 40), ["CAP_CHECKPOINT_RESTORE"]);
  });

  it("bits above what the kernel knows do not count as lacking", () => {
    assert.deepEqual(lackingCapabilities(status((1n << 38n) - 1n), 37), []);
  });

  it("a capability that is newer than this program's list is still reported, by number", () => {
    assert.deepEqual(lackingCapabilities(status(full), 41), ["CAP_41"]);
  });

  it("as many are lacking as bits are cleared", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(40)), (cleared) => {
        const mask = cleared.reduce((bits, bit) => bits & ~(1n << BigInt(bit)), full);
        assert.equal(lackingCapabilities(status(mask), 40).length, cleared.length);
      }),
    );
  });
});
