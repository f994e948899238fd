import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { useSettling, type Look } from "../../../support/unit/settling.ts";

describe("the readiness step", () => {
  const { folder, step } = useSettling();
  const run = async (looks: readonly (readonly Look[])[], timeoutSeconds = 20) => step(looks, { timeoutSeconds });

  it("limits processes first, then ends when every container is healthy", async () => {
    const { exitCode, stdout, stderr, calls } = await run([
      [{ health: "starting" }, { health: "starting" }],
      [{ health: "starting" }, { health: "healthy" }],
      [{ health: "healthy" }, { health: "healthy" }],
    ]);
    assert.deepEqual([exitCode, stdout, stderr], [0, "ready", ""]);
    assert.deepEqual(calls.slice(1, 3), ["update --pids-limit 64 ca-name0", "update --pids-limit 65 ca-name1"]);
    assert.equal(calls.filter((call) => call.startsWith("inspect")).length, 3);
  });

  it("limits processes again if the daemon refused", async () => {
    await writeFile(join(folder(), "refusals"), "once");
    const { exitCode, calls } = await run([[{ health: "healthy" }]]);
    assert.equal(exitCode, 0);
    assert.equal(calls.filter((call) => call.startsWith("update")).length, 2);
  });

  it("fails with the container's state if that is why the daemon refused", async () => {
    await writeFile(join(folder(), "refusals"), "always");
    const { exitCode, stderr } = await run([[{ Status: "exited", ExitCode: 3 }]]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^name0 has exited \(exit code 3\)/);
  });

  it("fails if Docker never limits processes, with Docker's words", async () => {
    await writeFile(join(folder(), "refusals"), "always");
    const { exitCode, stderr } = await run([[{ health: "healthy" }]], 0.3);
    assert.equal(exitCode, 1);
    assert.match(stderr, /its processes cannot be limited: container ca-name0 is not running/);
  });

  it("counts a running container without a health check as ready", async () => {
    assert.equal((await run([[{}]])).stdout, "ready");
  });

  it("fails when a container has exited, with its last lines and the command for the whole log", async () => {
    const { exitCode, stderr, calls } = await run([
      [{ health: "starting" }, { health: "healthy" }],
      [{ Status: "exited", ExitCode: 137, OOMKilled: true }, { health: "healthy" }],
    ]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^name0 has exited \(exit code 137, out of memory\)\n/);
    assert.match(stderr, /line of ca-name0\nerror of ca-name0\n/);
    assert.match(stderr, /To do: read the whole log: .*docker logs ca-name0\n?$/);
    assert.ok(calls.includes("logs --tail 50 ca-name0"));
  });

  it("fails when a container turns unhealthy, with the last output of its check", async () => {
    const { exitCode, stderr } = await run([
      [{ health: "healthy" }, { health: "unhealthy", says: "port 8080 refuses" }],
    ]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^name1 is unhealthy: port 8080 refuses\n/);
  });

  it("fails when a container is restarted while it is waited for", async () => {
    const { exitCode, stderr } = await run([
      [{ health: "starting" }],
      [{ health: "starting" }],
      [{ health: "starting", restarts: 1 }],
    ]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^name0 keeps exiting and was restarted 1 times\n/);
  });

  // While it runs, its exit code is 0 to Docker.
  it("waits a moment for the exit code of a container that runs just now, and fails all the time", async () => {
    const { exitCode, stderr } = await run([
      [{ health: "starting" }],
      [{ health: "starting", restarts: 1 }],
      [{ health: "starting", restarts: 1 }],
      [{ Status: "restarting", restarts: 2, ExitCode: 3 }],
    ]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^name0 keeps exiting and was restarted 2 times \(exit code 3\)\n/);
  });

  it("fails when a container is just being restarted", async () => {
    const { exitCode, stderr } = await run([[{ Status: "restarting", restarts: 4, ExitCode: 1 }]]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^name0 keeps exiting and was restarted 4 times/);
  });

  it("ignores restarts from before the deployment", async () => {
    const { exitCode, stdout } = await run([[{ health: "healthy", restarts: 2 }]]);
    assert.deepEqual([exitCode, stdout], [0, "ready"]);
  });

  it("fails at its timeout, with the last check's words", async () => {
    const { exitCode, stderr } = await run([[{ health: "starting", says: "port 8080 refuses" }]], 0.2);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^name0 is not healthy after 0\.2 s: port 8080 refuses\n/);
  });
});
