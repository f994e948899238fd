import assert from "node:assert/strict";
import { engineObjects } from "../../../../../stacks/systems/docker/owned.ts";
import { sweep } from "../../../../../stacks/systems/docker/remove.ts";
import { fakeDocker, silentDocker } from "../../../../support/unit/fake-docker.ts";

describe("the objects on the engine", () => {
  const answers: Record<string, string> = {
    ps: "c1 web running\nc2 worker exited",
    network: "n1 back",
    volume: "data data",
    image: "sha256:1 web:1\nsha256:2 <none>:<none>",
  };
  const docker = () => fakeDocker(([command = ""]) => answers[command] ?? "");

  it("are read with their ids, names and whether they run", async () => {
    assert.deepEqual(await engineObjects(docker(), "abc123"), {
      containers: [
        { id: "c1", name: "web", running: true },
        { id: "c2", name: "worker", running: false },
      ],
      networks: [{ id: "n1", name: "back" }],
      volumes: [{ id: "data", name: "data" }],
      images: [
        { id: "sha256:1", name: "web:1" },
        { id: "sha256:2", name: "<none>:<none>" },
      ],
    });
  });

  it("are looked up by the owner's labels alone", async () => {
    const all = docker();
    await engineObjects(all, "abc123");
    const one = docker();
    await engineObjects(one, "abc123", "dev");
    const filters = (args: readonly string[]) => args.filter((_, index) => args[index - 1] === "--filter");
    assert.equal(all.calls.length, 4);
    for (const call of all.calls) assert.deepEqual(filters(call), ["label=container-approaches.instance=abc123"]);
    for (const call of one.calls) {
      assert.deepEqual(filters(call), [
        "label=container-approaches.instance=abc123",
        "label=container-approaches.stack=dev",
      ]);
    }
  });
});

describe("sweeping", () => {
  const objects = {
    containers: [{ id: "c1", name: "web", running: true }],
    networks: [{ id: "n1", name: "back" }],
    volumes: [{ id: "data", name: "data" }],
    images: [
      { id: "sha256:1", name: "web:1" },
      { id: "sha256:2", name: "<none>:<none>" },
    ],
  };

  it("removes containers before what they use, and says what went", async () => {
    const docker = fakeDocker(() => "");
    assert.deepEqual(await sweep(docker, objects), [
      "removed the container web",
      "removed the network back",
      "removed the volume data",
      "removed the image web:1",
      "removed the image <none>:<none>",
    ]);
    assert.deepEqual(docker.calls, [
      ["rm", "--force", "--volumes", "web"],
      ["network", "rm", "n1"],
      ["volume", "rm", "data"],
      ["image", "rm", "--force", "web:1", "sha256:2"],
    ]);
  });

  it("asks for nothing where there is nothing to remove", async () => {
    const none = { containers: [], networks: [], volumes: [], images: [] };
    assert.deepEqual(await sweep(silentDocker(), none), []);
  });

  it("fails with the engine's words where something cannot go", async () => {
    await assert.rejects(
      sweep(
        fakeDocker(() => ({ stderr: "network back has active endpoints" })),
        objects,
      ),
      /active endpoints/,
    );
  });
});
