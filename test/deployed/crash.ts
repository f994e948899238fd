import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { attempt } from "../support/control.ts";
import { inspected } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import type { Deployed } from "./approaches.test.ts";

interface State {
  readonly Status: string;
  readonly Restarting: boolean;
  readonly ExitCode: number;
  readonly Health?: { readonly Status: string };
}

/** The last group: it leaves the deployment broken. */
export function describesCrashAtStart(get: () => Deployed): void {
  describe("a service that crashes at its start for good", () => {
    it("makes up fail, with the reason", async () => {
      const path = join(get().project.folder, "services/hello/server.py");
      await writeFile(path, 'import sys\nprint("the flux capacitor is missing", flush=True)\nsys.exit(3)\n');
      const started = Date.now();
      const { stack } = get();
      const { exitCode, output } = await stack.run(["up", "--stack", stack.name, "--yes", "--skip-preview"]);
      assert.notEqual(exitCode, 0, "up succeeded");
      assert.match(output, /(has exited|keeps exiting|is unhealthy)/);
      assert.match(output, /the flux capacitor is missing/);
      assert(Date.now() - started < 60_000, `it took ${Date.now() - started} ms`);
    });

    it("is visible on the engine: its container is unhealthy, restarting, or has exited with an error", async () => {
      const { unit = "" } = get().deployment.services.server ?? {};
      const state = await inspected<State>(get().docker, unit, ".State");
      const restarts = await inspected<number>(get().docker, unit, ".RestartCount");
      const visible = state.Health?.Status === "unhealthy" || state.Restarting || restarts > 0 || state.ExitCode !== 0;
      assert(visible, JSON.stringify(state));
    });

    it("is visible in its status, which says restarting or failed and does not exit 0", async () => {
      // A supervisor that has just started it once more says, truly, that it runs: not each time.
      await eventually(
        async () => {
          const { exitCode, output } = await attempt(get().deployment, "server", "status");
          assert.match(output, /^(restarting|failed) \(.+\)$/);
          assert.equal(exitCode, 3);
        },
        { deadlineMs: 10_000, intervalMs: 100 },
      );
    });
  });
}
