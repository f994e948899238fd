import assert from "node:assert/strict";
import { withoutPrivilege } from "../../../../../stacks/systems/docker/privilege.ts";
import { fakeDocker } from "../../../../support/unit/fake-docker.ts";

describe("whether Docker runs privileged containers here", () => {
  it("is found by running one, from an image that Docker has", async () => {
    const docker = fakeDocker(() => "");
    assert.equal(await withoutPrivilege(docker, "base:1"), undefined);
    const [words = []] = docker.calls;
    assert.deepEqual([words[0], words.includes("--privileged"), words.at(-1)], ["run", true, "base:1"]);
  });

  it("is answered with Docker's own reason if it does not", async () => {
    const stderr = "docker: Error response from daemon:\nunable to apply caps: operation not permitted\n";
    assert.equal(
      await withoutPrivilege(
        fakeDocker(() => ({ stderr })),
        "base:1",
      ),
      "this Docker daemon cannot run a privileged container: unable to apply caps: operation not permitted",
    );
  });
});
