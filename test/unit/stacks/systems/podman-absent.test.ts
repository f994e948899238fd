import assert from "node:assert/strict";
import type { PodmanClient } from "../../../../stacks/systems/podman/client.ts";
import { podmanData } from "../../../../stacks/systems/podman/data.ts";

/** A machine without podman: running it fails before it prints anything. */
const absent: PodmanClient = {
  attempt: () => Promise.resolve({ exitCode: undefined, stdout: "", stderr: "spawn podman ENOENT" }),
  run: (args) => Promise.reject(new Error(`podman ${args.join(" ")} was run`)),
};

describe("systems / podman, on a machine without it", () => {
  const room = podmanData(absent, { instance: "none00", stack: "dev" });

  it("has no volumes, and nothing to recover: every up asks, whatever its stack is on", async () => {
    assert.deepEqual(await room.volumes(), []);
    assert.deepEqual(await room.recover(), { finished: [], lines: [] });
  });
});
