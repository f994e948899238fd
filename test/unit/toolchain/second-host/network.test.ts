import assert from "node:assert/strict";
import { UserError } from "../../../../errors/user-error.ts";
import { freeLink, linkAt } from "../../../../toolchain/second-host/network.ts";

describe("the link to a machine", () => {
  it("is a network of four addresses, of which the two in the middle are used", () => {
    assert.deepEqual(linkAt(0), { host: "10.87.0.1", machine: "10.87.0.2" });
    assert.deepEqual(linkAt(65), { host: "10.87.1.5", machine: "10.87.1.6" });
    assert.deepEqual(linkAt(2 ** 14 - 1), { host: "10.87.255.253", machine: "10.87.255.254" });
  });

  it("begins at a place that the instance gives", () => {
    assert.deepEqual(freeLink("000003", ["default", "172.17.0.0/16"]), linkAt(3));
  });

  it("leaves out what other machines and networks have", () => {
    assert.deepEqual(freeLink("000003", ["10.87.0.12/30", "10.87.0.18"]), linkAt(5));
    assert.deepEqual(freeLink("000000", ["10.87.0.0/24"]), linkAt(64));
  });

  it("goes on at the first place after the last", () => {
    assert.deepEqual(freeLink("003fff", ["10.87.255.252/30"]), linkAt(0));
  });

  it("is refused if the host has routes to the whole range", () => {
    assert.throws(() => freeLink("000000", ["10.0.0.0/8"]), UserError);
  });
});
