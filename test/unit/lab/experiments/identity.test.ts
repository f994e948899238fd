import assert from "node:assert/strict";
import { isName, knows } from "../../../../lab/experiments/identity.ts";

describe("what a service knows about itself", () => {
  const nothing = {
    variables: { PORT: "8080", PATH: "/usr/bin" },
    hosts: ["127.0.0.1 localhost", "172.17.0.2 0123456789ab"],
  };

  it("does not include the line for localhost", () => {
    assert.equal(knows(nothing, "127.0.0.1"), false);
    assert.equal(knows({ ...nothing, hosts: ["127.0.0.1 me"] }, "127.0.0.1"), true);
  });

  it("is a whole word in a variable", () => {
    const port = (value: string) => knows({ ...nothing, variables: { PUBLIC: value } }, "20001");
    assert.deepEqual(["20001", "http://127.0.0.1:20001/", "120001", "20001.5", "200011"].map(port), [
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it("a host name is not an id, an address or empty", () => {
    const ids = ["676e7339de10e3464f8e"];
    assert.deepEqual(
      ["server", "676e7339de10", "676e73", "0123456789ab", "10.0.0.1", ""].map((name) => isName(name, ids)),
      [true, false, false, false, false, false],
    );
  });
});
