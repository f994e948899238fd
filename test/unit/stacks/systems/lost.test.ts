import assert from "node:assert/strict";
import { isLost, lostVariable } from "../../../../stacks/commanded/lost.ts";

const urn = (name: string) => `urn:pulumi:runc::container-approaches::a:b:Deployment$command:local:Command::${name}`;

describe("a resource whose objects are lost", () => {
  it("is known by its name, among those that the command has found", () => {
    const env = { [lostVariable]: [urn("runc-network-front"), urn("runc-server")].join("\n") };
    assert.equal(isLost("runc-server", env), true);
    assert.equal(isLost("runc-network-front", env), true);
    for (const other of ["runc-network", "server", "runc-server-healthy", ""]) assert.equal(isLost(other, env), false);
  });

  it("is none without the command", () => {
    assert.equal(isLost("runc-server", {}), false);
    assert.equal(isLost("runc-server", { [lostVariable]: "" }), false);
  });
});
