import assert from "node:assert/strict";
import { UserError } from "../../../../../errors/user-error.ts";
import { networkWatch } from "../../../../../stacks/systems/docker/network-watch.ts";
import { fakeDocker } from "../../../../support/unit/fake-docker.ts";

describe("the watch for networks", () => {
  it("ends when Docker has all of them, and not before", async () => {
    let asked = 0;
    const docker = fakeDocker(() => {
      asked += 1;
      return asked < 3 ? { stderr: "Error: No such network: front" } : "back\nfront";
    });
    await networkWatch(docker)(["back", "front"]);
    assert.equal(asked, 3);
    assert.deepEqual(docker.calls[0], ["network", "inspect", "--format", "{{.Name}}", "back", "front"]);
  });

  it("gives up on a network that never comes, with what to do", async () => {
    const docker = fakeDocker(() => ({ stderr: "Error: No such network: back" }));
    await assert.rejects(networkWatch(docker, 120)(["back"]), (error) => {
      assert(error instanceof UserError);
      assert.match(
        error.message,
        /Docker does not have all of the networks back: .*No such network: back\. If.*\nTo do: npm run up/s,
      );
      return true;
    });
    assert(docker.calls.length > 1, "it asked more than once");
  });
});
