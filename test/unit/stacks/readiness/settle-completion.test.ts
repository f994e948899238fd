import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { awaited, useSettling, type Look } from "../../../support/unit/settling.ts";

describe("the readiness step", () => {
  const { folder, step } = useSettling();

  describe("with a container that runs to completion", () => {
    const once = (given: object = {}) => ({
      containers: [awaited(0, { until: "completed", withinSeconds: 20, ...given })],
    });
    const exited = (ExitCode: number, pids?: number): Look => ({
      Status: "exited",
      ExitCode,
      ...(pids === undefined ? {} : { pids }),
    });

    it("waits until it has ended with 0", async () => {
      const { exitCode, stdout, calls } = await step([[{}], [{}], [{}], [exited(0)]], once());
      assert.deepEqual([exitCode, stdout], [0, "ready"]);
      assert.equal(calls.filter((call) => call.startsWith("inspect")).length, 4);
      assert.ok(!calls.some((call) => call.startsWith("start")));
    });

    it("fails when it has ended with another code, with its last lines and what to type", async () => {
      const { exitCode, stderr, calls } = await step([[{}], [exited(3)]], once());
      assert.equal(exitCode, 1);
      assert.match(stderr, /^name0 has failed \(exit code 3\)\n/);
      assert.match(stderr, /line of ca-name0\nerror of ca-name0\n/);
      assert.match(stderr, /To do: read the whole log: .*docker logs ca-name0; .*npm run up -- x runs name0 again\n?$/);
      assert.ok(!calls.some((call) => call.startsWith("start")));
    });

    it("reports a failure from before its first inspection, and runs one from an earlier deployment again", async () => {
      const first = await step([[exited(3)]], once());
      assert.equal(first.exitCode, 1);
      assert.ok(first.calls.includes("update --pids-limit 64 ca-name0"), "nothing tells that it was waited for");
      assert.ok(!first.calls.includes("start ca-name0"));
      await writeFile(join(folder(), "count"), "0");
      const second = await step([[exited(3, 64)], [{ pids: 64 }], [exited(0, 64)]], once());
      assert.deepEqual([second.exitCode, second.stdout], [0, "ready"]);
      assert.equal(second.calls.filter((call) => call === "start ca-name0").length, 1);
    });

    it("does not start one again that has completed", async () => {
      const { exitCode, calls } = await step([[exited(0, 64)]], once());
      assert.equal(exitCode, 0);
      assert.ok(!calls.some((call) => call.startsWith("start")));
    });

    it("kills one that takes too long, and fails", async () => {
      const { exitCode, stderr, calls } = await step([[{}]], once({ withinSeconds: 0.3 }));
      assert.equal(exitCode, 1);
      assert.match(stderr, /^name0 has failed: it took longer than 0\.3 s, and was killed\n/);
      assert.ok(calls.includes("kill ca-name0"));
    });

    it("does not fail for one that ends at the last moment", async () => {
      await writeFile(join(folder(), "ended"), "");
      const { exitCode, stdout } = await step([[{}], [{}], [{}], [{}], [exited(0)]], once({ withinSeconds: 0.01 }));
      assert.deepEqual([exitCode, stdout], [0, "ready"]);
    });
  });

  describe("as a gate", () => {
    const probed = { containers: [{ ...awaited(0, { probe: ["/bin/check", "it"] }), pids: undefined }] };

    it("runs the check itself until it passes, and limits nothing", async () => {
      const { exitCode, calls } = await step([[{ health: "starting" }]], probed);
      assert.equal(exitCode, 0);
      assert.equal(calls.filter((call) => call === "exec ca-name0 /bin/check it").length, 3);
      assert.ok(!calls.some((call) => call.startsWith("update")));
    });

    it("fails at once if the container ends", async () => {
      const { exitCode, stderr } = await step([[{ health: "starting" }], [{ Status: "exited", ExitCode: 2 }]], probed);
      assert.equal(exitCode, 1);
      assert.match(stderr, /^name0 has exited \(exit code 2\)/);
    });

    it("fails at its timeout, with what the check said", async () => {
      const { stderr } = await step([[{ health: "starting" }]], { ...probed, timeoutSeconds: 0 });
      assert.match(stderr, /^name0 is not healthy after 0 s: port 8080 refuses\n/);
    });
  });

  describe("with a service that runs to completion in a container that it shares", () => {
    it("waits until its status is completed", async () => {
      const { exitCode, stdout } = await step([[{}]], {}, [
        "stopped (waits)",
        "running (pid 7)",
        "completed (exit code 0)",
      ]);
      assert.deepEqual([exitCode, stdout], [0, "ready"]);
    });

    it("fails when it has failed, although its container turns unhealthy, with its last lines and what to type", async () => {
      const looks = [[{ health: "starting" }], [{ health: "unhealthy", says: "web: port 8080 refuses" }]];
      const { exitCode, stderr } = await step(looks, {}, ["failed (exit code 3)"]);
      assert.equal(exitCode, 1);
      assert.match(stderr, /^once has failed \(exit code 3\)\n/);
      assert.match(stderr, /\nline of the task\n/);
      assert.match(stderr, /To do: .*npm run ctl -- x once logs; .*npm run up -- x runs once again\n?$/);
    });

    it("runs one again that failed in an earlier deployment, and no other", async () => {
      const said = ["failed (exit code 3)", "running (pid 7)", "completed (exit code 0)"];
      const { exitCode, calls } = await step([[{ pids: 64 }]], {}, said);
      assert.equal(exitCode, 0);
      assert.equal(calls.filter((call) => call === "control start").length, 1);
      await writeFile(join(folder(), "asked"), "0");
      const other = await step([[{ pids: 64 }]], {}, ["completed (exit code 0)"]);
      assert.equal(other.calls.filter((call) => call === "control start").length, 1, "it ran again");
    });

    it("kills one that takes too long, and fails", async () => {
      const { exitCode, stderr, calls } = await step([[{}]], {}, ["running (pid 7)"]);
      assert.equal(exitCode, 1);
      assert.match(stderr, /^once has failed: it took longer than 0\.5 s, and was killed\n/);
      assert.ok(calls.includes("control signal KILL"));
    });
  });
});
