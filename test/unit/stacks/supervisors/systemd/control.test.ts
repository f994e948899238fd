import { execa } from "execa";
import assert from "node:assert/strict";
import { join } from "node:path";
import { control } from "../../../../../stacks/supervisors/systemd/control.ts";
import { fakeProgram, linesOf, pathWith } from "../../../../support/unit/fake-program.ts";
import { quietService } from "../../../../support/unit/samples.ts";
import { textOf } from "../../../../support/unit/text-of.ts";
import { useTemporaryFolder } from "../../../toolchain/temporary-folder.ts";

describe("supervisors / systemd / control", () => {
  const folder = useTemporaryFolder();

  /** Runs the control program with a fake systemctl, which prints the given text and records its arguments. */
  async function run(words: readonly string[], printed = "", exitCode = 0) {
    await fakeProgram(
      folder(),
      "systemctl",
      `echo "$*" >> ${folder()}/calls\ncat <<'END'\n${printed}\nEND\nexit ${exitCode}`,
    );
    const script = textOf(control([quietService({ name: "web" })]));
    const env = { PATH: pathWith(folder()) };
    const result = await execa("sh", ["-c", script, "control", "web", ...words], { env, reject: false });
    return { line: result.stdout, exitCode: result.exitCode, calls: await linesOf(join(folder(), "calls")) };
  }

  /** What `systemctl show` prints. */
  function facts(state: string, given: Readonly<Record<string, string | number>> = {}): string {
    const [ActiveState, SubState] = state.split("/");
    const all = { ActiveState, SubState, Result: "success", MainPID: 0, NRestarts: 0, ExecMainCode: 0, ...given };
    return Object.entries(all)
      .map(([key, value]) => `${key}=${value ?? ""}`)
      .join("\n");
  }

  const exited = { ExecMainCode: 1, ExecMainStatus: 3 };
  const states: readonly (readonly [string, Readonly<Record<string, string | number>>, string])[] = [
    ["active/running", { MainPID: 7 }, "running (active: running, pid 7)"],
    ["active/running", { MainPID: 7, NRestarts: 2 }, "running (active: running, pid 7, 2 restarts)"],
    ["activating/start-post", { MainPID: 7 }, "running (activating: start-post, pid 7)"],
    ["activating/start-post", exited, "restarting (activating: start-post, exit code 3)"],
    ["activating/start-post", { MainPID: 7, NRestarts: 1 }, "restarting (activating: start-post, pid 7, 1 restarts)"],
    ["activating/start-pre", {}, "stopped (activating: start-pre)"],
    ["activating/start-pre", { NRestarts: 1 }, "restarting (activating: start-pre, 1 restarts)"],
    [
      "activating/auto-restart",
      { Result: "signal", ExecMainCode: 2, ExecMainStatus: 9 },
      "restarting (activating: auto-restart, signal, signal 9)",
    ],
    ["inactive/dead", { ExecMainCode: 1, ExecMainStatus: 0 }, "stopped (inactive: dead, exit code 0)"],
    ["inactive/dead", { Job: 12 }, "stopped (inactive: dead, start queued)"],
    ["inactive/dead", { Job: 12, NRestarts: 4 }, "restarting (inactive: dead, start queued, 4 restarts)"],
    ["failed/failed", { Result: "exit-code", ...exited }, "failed (failed: failed, exit-code, exit code 3)"],
    ["failed/failed", { Result: "exit-code", Job: 12 }, "restarting (failed: failed, start queued, exit-code)"],
    ["deactivating/stop-sigterm", { MainPID: 7 }, "running (deactivating: stop-sigterm, pid 7)"],
    ["deactivating/stop-post", {}, "stopped (deactivating: stop-post)"],
    [
      "deactivating/final-sigterm",
      { Result: "exit-code", ...exited },
      "restarting (deactivating: final-sigterm, exit-code, exit code 3)",
    ],
  ];
  for (const [state, given, line] of states) {
    it(`calls a unit that is ${state} with ${JSON.stringify(given)}: ${line}`, async () => {
      const result = await run(["status"], facts(state, given));
      assert.equal(result.line, line);
      assert.equal(result.exitCode, line.startsWith("running") ? 0 : 3);
    });
  }

  it("prints stopped if systemd does not answer", async () => {
    const { line, exitCode } = await run(["status"], "", 1);
    assert.equal(line, "stopped (inactive: systemd does not answer)");
    assert.equal(exitCode, 3);
  });

  it("prints the main process's PID, and fails if there is none", async () => {
    assert.equal((await run(["pid"], facts("active/running", { MainPID: 7 }))).line, "7");
    assert.equal((await run(["pid"], facts("inactive/dead"))).exitCode, 3);
  });

  for (const [words, call] of [
    [["stop"], "stop web.service"],
    [["start"], "start web.service"],
    [["restart"], "restart web.service"],
    [["signal", "USR1"], "kill --kill-who=main --signal=SIGUSR1 web.service"],
  ] as const) {
    it(`${words.join(" ")} is systemctl ${call}, with its exit code`, async () => {
      const { calls, exitCode } = await run(words, "", 5);
      assert.deepEqual(calls, [call]);
      assert.equal(exitCode, 5);
    });
  }
});
