import assert from "node:assert/strict";
import { removeObjects } from "../../../../../stacks/systems/docker/remove.ts";
import { fakeDocker, silentDocker } from "../../../../support/unit/fake-docker.ts";

describe("removing objects from Docker", () => {
  // In no order: the function sorts them.
  const objects = [
    { kind: "image", id: "sha256:1", name: "web:1", works: true },
    { kind: "network", id: "n1", name: "back", works: true },
    { kind: "container", id: "c1", name: "web", works: true },
    { kind: "image", id: "sha256:2", name: "<none>:<none>", works: true },
    { kind: "volume", id: "data", name: "data", works: true },
  ];

  it("removes containers before what they use, and lists what was removed", async () => {
    const docker = fakeDocker(() => "");
    assert.deepEqual(await removeObjects(docker, objects), [
      "removed the container web",
      "removed the network back",
      "removed the volume data",
      "removed the image web:1",
      "removed the image <none>:<none>",
    ]);
    assert.deepEqual(docker.calls, [
      ["rm", "--force", "--volumes", "web"],
      ["network", "rm", "n1"],
      ["volume", "inspect", "--format", docker.calls[2]?.[3], "data"],
      ["volume", "rm", "data"],
      ["image", "rm", "--force", "web:1", "sha256:2"],
    ]);
  });

  it("runs no command if there is nothing to remove", async () => {
    assert.deepEqual(await removeObjects(silentDocker(), []), []);
  });

  it("fails with Docker's words if Docker refuses", async () => {
    await assert.rejects(
      removeObjects(
        fakeDocker(() => ({ stderr: "network back has active endpoints" })),
        objects,
      ),
      /active endpoints/,
    );
  });
});
