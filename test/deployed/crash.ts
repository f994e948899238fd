import assert from "node:assert/strict";
import { attempt } from "../support/control.ts";
import type { Deployed } from "../support/deployed.ts";
import { containerOf } from "../support/deployment.ts";
import { eventually } from "../support/eventually.ts";
import { inspectedContainer } from "../support/inspected.ts";
import { paced } from "../support/pace.ts";
import { redefine } from "../support/redefine.ts";
import { entryOf } from "../support/roles.ts";

/** The last group: it leaves the deployment broken. */
export function describesCrashAtStart(get: () => Deployed): void {
  const entry = () => entryOf(get().workload).name;

  describe("a service that always crashes at its start", () => {
    it("makes up fail, with the reason", async () => {
      const { project, stack, workload } = get();
      // The command does not contain the printed words, so they can come only from the log.
      const command = ["/bin/sh", "-c", "printf 'the flux capacitor is %s\\n' missing; exit 3"];
      // A short schedule, so that the test does not wait long.
      const health = { intervalSeconds: 1, timeoutSeconds: 2, retries: 3, startPeriodSeconds: 4 };
      const impatient = workload.services.map(({ name }) => [name, { health }] as const);
      // Nor for what the entry depends on: the time for that would be added.
      const crashing = { command, health, dependsOn: {} };
      await redefine(project, workload.name, { ...Object.fromEntries(impatient), [entry()]: crashing });
      const started = Date.now();
      const { exitCode, output } = await stack.run(["up", "--stack", stack.name, "--yes", "--skip-preview"]);
      assert.notEqual(exitCode, 0, "up succeeded");
      assert.match(output, /(has exited|keeps exiting|is unhealthy)/);
      assert.match(output, /the flux capacitor is missing/);
      // In a shared container the time of what runs to completion is added.
      const completing = workload.services.reduce((sum, { completes }) => sum + (completes?.withinSeconds ?? 0), 0);
      assert(Date.now() - started < paced(60_000) + completing * 1000, `it took ${Date.now() - started} ms`);
    });

    it("is visible to the system: its container is unhealthy, restarting, or has exited with an error", async () => {
      const container = containerOf(get().deployment, entry());
      const facts = await inspectedContainer(get().deployment, container);
      const { health, state, restarts, exitCode } = facts;
      const visible = health?.status === "unhealthy" || state === "restarting" || restarts > 0 || exitCode !== 0;
      assert(visible, JSON.stringify(facts));
    });

    it("is visible in its status, which prints restarting or failed and does not exit with 0", async () => {
      // Right after a restart, a supervisor may correctly report that it runs, so this tries several times.
      await eventually(
        async () => {
          const { exitCode, output } = await attempt(get().deployment, entry(), "status");
          assert.match(output, /^(restarting|failed) \(.+\)$/);
          assert.equal(exitCode, 3);
        },
        { deadlineMs: 10_000, intervalMs: 100 },
      );
    });
  });
}
