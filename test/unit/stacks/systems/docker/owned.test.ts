import assert from "node:assert/strict";
import { ownedObjects } from "../../../../../stacks/systems/docker/owned.ts";
import { fakeDocker } from "../../../../support/unit/fake-docker.ts";

describe("what an owner has at Docker", () => {
  const answers: Record<string, string> = {
    ps: "c1 web running \nc2 worker exited \nc3 once exited 20\nc4 never created 20",
    network: "n1 back",
    volume: "data data running data dev pod hello data\nold old running     \nown own running state dev pod hello own",
    image: "sha256:1 web:1\nsha256:2 <none>:<none>",
  };
  const whose = { stack: "dev", approach: "pod", workload: "hello", volume: "data" };
  const unknown = { stack: "", approach: "", workload: "", volume: "" };
  const docker = () => fakeDocker(([command = ""]) => answers[command] ?? "");

  it("has kinds, ids, names and whether it works, in an order in which it can be removed", async () => {
    assert.deepEqual(await ownedObjects(docker(), { instance: "abc123" }), [
      { kind: "container", id: "c1", name: "web", works: true, networks: [] },
      { kind: "container", id: "c2", name: "worker", works: false, networks: [] },
      // It runs to completion.
      { kind: "container", id: "c3", name: "once", works: true, networks: [] },
      { kind: "container", id: "c4", name: "never", works: false, networks: [] },
      { kind: "network", id: "n1", name: "back", works: true },
      { kind: "volume", id: "data", name: "data", works: true, data: whose },
      // Without a label, it may well be data.
      { kind: "volume", id: "old", name: "old", works: true, data: unknown },
      { kind: "volume", id: "own", name: "own", works: true },
      { kind: "image", id: "sha256:1", name: "web:1", works: true },
      { kind: "image", id: "sha256:2", name: "<none>:<none>", works: true },
    ]);
  });

  it("is looked up by the owner's labels alone", async () => {
    const all = docker();
    await ownedObjects(all, { instance: "abc123" });
    const one = docker();
    await ownedObjects(one, { instance: "abc123", stack: "dev" });
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
