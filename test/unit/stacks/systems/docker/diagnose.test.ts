import assert from "node:assert/strict";
import { diagnose } from "../../../../../stacks/systems/docker/diagnose.ts";
import { fakeDocker } from "../../../../support/unit/fake-docker.ts";

describe("systems / docker / what a failed deployment is asked about", () => {
  it("is whether another network has an address, which is removed again", async () => {
    const docker = fakeDocker(() => "");
    assert.deepEqual(await diagnose(docker), []);
    assert.deepEqual(
      docker.calls.map((words) => words.join(" ")),
      ["network create container-approaches-trial", "network rm container-approaches-trial"],
    );
  });

  for (const said of [
    "Error response from daemon: could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network",
    "Error response from daemon: all predefined address pools have been fully subnetted",
  ]) {
    it(`says what to do if it has none: ${said.slice(28, 60)}`, async () => {
      const [line = ""] = await diagnose(fakeDocker(() => ({ stderr: said })));
      assert.match(line, /no address left[^]*docker network prune/);
    });
  }
});
