import axios from "axios";
import assert from "node:assert/strict";
import { control, jsonLogLines } from "../support/control.ts";
import { inspected, isLocal } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import { skip } from "../support/skip.ts";
import type { Deployed } from "./approaches.test.ts";

const graceSeconds = 10;

/** How services stop, start and come back. */
export function describesSupervision(get: () => Deployed): void {
  describe("supervision", () => {
    it("stops the client within its grace period, with exit code 0 and its own word for it", async function () {
      if (!get().deployment.traits.stopsGracefully) skip(this, "its traits do not claim it");
      const started = Date.now();
      await control(get().deployment, "client", "stop");
      assert(Date.now() - started < graceSeconds * 1000, `it took ${Date.now() - started} ms`);
      const last = (await jsonLogLines(get().deployment, "client")).at(-1);
      assert.equal(last?.event, "stopped");
      assert.equal(last.signal, "SIGTERM");
      assert.match(await control(get().deployment, "client", "status"), /exit code 0/);
    });

    it("starts it again, and it polls", async () => {
      const before = (await jsonLogLines(get().deployment, "client")).length;
      await control(get().deployment, "client", "start");
      await eventually(
        async () => {
          const lines = await jsonLogLines(get().deployment, "client");
          assert(
            lines.slice(before).some(({ event, ok }) => event === "poll" && ok === true),
            "no answered poll since the start",
          );
        },
        { deadlineMs: 15_000 },
      );
    });

    it("brings the server back after kill -9, and the client goes on", async function () {
      if (!get().deployment.traits.restartsServices) skip(this, "its traits do not claim it");
      if (!isLocal(get().docker)) {
        skip(this, "the engine is on another machine");
      }
      const pid = Number(await control(get().deployment, "server", "pid"));
      assert(pid > 1);
      process.kill(pid, "SIGKILL");
      await eventually(
        async () => {
          assert.notEqual(Number(await control(get().deployment, "server", "pid")), pid);
          const { status } = await axios.get(get().deployment.url, { timeout: 1_000 });
          assert.equal(status, 200);
        },
        { deadlineMs: 20_000 },
      );
      await waitHealthy(get());
    });

    it("reaps orphans", async function () {
      if (!get().deployment.traits.reapsOrphans) skip(this, "its traits do not claim it");
      // The shell ends before its child does, which leaves the child to the first process.
      await control(get().deployment, "server", "exec", "bash", "-c", "for i in 1 2 3 4 5; do (sleep 0.2 &) ; done");
      await eventually(
        async () => {
          const states = await control(
            get().deployment,
            "server",
            "exec",
            "bash",
            "-c",
            "grep -h ^State: /proc/[0-9]*/status",
          );
          assert(!/Z \(zombie\)/.test(states), states);
        },
        { deadlineMs: 5_000 },
      );
    });
  });
}

/** Waits until the engine calls every unit healthy. */
export async function waitHealthy({ deployment, docker }: Deployed): Promise<void> {
  for (const { unit } of Object.values(deployment.services)) {
    await eventually(
      async () => {
        assert.equal(await inspected(docker, unit, ".State.Health.Status"), "healthy", unit);
      },
      { deadlineMs: 30_000 },
    );
  }
}
