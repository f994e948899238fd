import assert from "node:assert/strict";
import { hostAndPort } from "../../../lab/addresses.ts";
import { containerOf, containersOf, controlArgv, entryAddress, sharersOf } from "../../../lab/deployment.ts";
import { separate } from "../../../stacks/approaches/separate/index.ts";
import { supervisord } from "../../../stacks/approaches/supervisord/index.ts";
import type { Approach } from "../../../stacks/contract.ts";
import { planned } from "../../support/unit/plans.ts";
import { ownWorkload } from "../../support/unit/subjects.ts";

/** The outputs of a deployment of hello. */
async function deploymentWith(approach: Approach) {
  return planned(approach, await ownWorkload("hello")).output;
}

describe("a deployment, as the lab reads it", () => {
  it("has containers for its services, and says which services share one", async () => {
    const own = await deploymentWith(separate);
    assert.deepEqual(containersOf(own).length, 2);
    assert.deepEqual(sharersOf(own, "server"), []);
    assert.notEqual(containerOf(own, "server"), containerOf(own, "client"));
    assert.deepEqual(sharersOf(await deploymentWith(supervisord), "server"), ["client"]);
    assert.throws(() => containerOf(own, "missing"), /there is no service "missing"/);
  });

  it("gives the command for a verb, for its own containers and for clones of them", async () => {
    for (const approach of [separate, supervisord]) {
      const deployment = await deploymentWith(approach);
      const container = containerOf(deployment, "client");
      const own = controlArgv(deployment, "client", "exec");
      const clone = controlArgv(deployment, "client", "exec", "-copy");
      assert.match(own.join(" "), new RegExp(` ${container}( |$)`));
      assert.deepEqual(
        clone,
        own.map((word) => word.replaceAll(container, `${container}-copy`)),
      );
      assert.equal(clone.at(-1), "exec");
    }
    const deployment = await deploymentWith(separate);
    assert.throws(() => controlArgv(deployment, "missing", "exec"), /there is no service "missing"/);
  });

  it("is published at an IPv4 or IPv6 address", async () => {
    const deployment = await deploymentWith(separate);
    assert.deepEqual(
      hostAndPort(entryAddress({ ...deployment, entry: { ...deployment.entry, url: "http://[::1]:8080" } })),
      {
        host: "::1",
        port: 8080,
      },
    );
    assert.deepEqual(hostAndPort("127.0.0.1:80"), { host: "127.0.0.1", port: 80 });
  });
});
