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

  it("keeps a volume that another's container uses, says which, and removes the others", async () => {
    const volume = (name: string) => ({ kind: "volume", id: name, name, works: true });
    const docker = fakeDocker(([command, , name]) => {
      if (command === "ps") return "theirs\nand-theirs\n";
      return name === "a" ? { stderr: "volume is in use" } : "";
    });
    assert.deepEqual(await removeObjects(docker, [volume("a"), volume("b")]), [
      "kept the volume a: theirs, and-theirs uses it",
      "removed the volume b",
    ]);
    assert.deepEqual(docker.calls[2], ["ps", "--all", "--filter", "volume=a", "--format", "{{.Names}}"]);
  });

  it("fails with Docker's words if a volume cannot be removed that nothing uses", async () => {
    const docker = fakeDocker(([command]) => (command === "ps" ? "" : { stderr: "device busy" }));
    await assert.rejects(removeObjects(docker, [{ kind: "volume", id: "a", name: "a", works: true }]), /device busy/);
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
