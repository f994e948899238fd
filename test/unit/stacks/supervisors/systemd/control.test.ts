import { execa } from "execa";
import assert from "node:assert/strict";
import { join } from "node:path";
import { consoleLog, systemdControl } from "../../../../../stacks/supervisors/systemd/control.ts";
import { fakeProgram, linesOf, pathWith } from "../../../../support/unit/fake-program.ts";
import { useTemporaryFolder } from "../../../toolchain/temporary-folder.ts";

describe("rendering / systemd / control", () => {
  const folder = useTemporaryFolder();

  /** Runs the control program beside a systemctl that prints what is given, and notes how it was called. */
  async function run(words: readonly string[], printed = "", exitCode = 0) {
    await fakeProgram(
      folder(),
      "systemctl",
      `echo "$*" >> ${folder()}/calls\ncat <<'END'\n${printed}\nEND\nexit ${exitCode}`,
    );
    const script = systemdControl().content;
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

  it("says that the service does not run where systemd does not answer", async () => {
    const { line, exitCode } = await run(["status"], "", 1);
    assert.equal(line, "stopped (inactive: systemd does not answer)");
    assert.equal(exitCode, 3);
  });

  it("prints the main process's id, and fails where there is none", async () => {
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

describe("rendering / systemd / log", () => {
  const folder = useTemporaryFolder();

  /** Lines of a service that the script finds in a container's log. */
  async function linesIn(log: readonly string[], ...words: readonly string[]): Promise<string[]> {
    const docker = await fakeProgram(folder(), "docker", `echo "$*" > ${folder()}/call\ncat ${join(folder(), "log")}`);
    await fakeProgram(folder(), "print", `printf '${log.join("\\n")}\\n' > ${folder()}/log`);
    await execa(join(folder(), "print"));
    const source = consoleLog([docker], "ca-all");
    assert(source.kind === "script");
    const { stdout } = await execa("sh", ["-c", source.lines("web").join("\n"), "logs", ...words]);
    return stdout.split("\n");
  }

  it("gives a service's lines after their times, without what the console puts around them", async () => {
    const lines = await linesIn([
      "2026-01-01T00:00:01Z systemd 252 running in system mode\\r\\r",
      "2026-01-01T00:00:02Z [   12.345678] web[20]: one [3]: two\\r",
      "2026-01-01T00:00:03Z [   12.345679] systemd[1]: Started web.service.\\r",
      "2026-01-01T00:00:04Z web[21]: web[22]: three\\r",
      "2026-01-01T00:00:05Z [   12.5] web-2[23]: web[20]: four\\r",
      "2026-01-01T00:00:06Z [   13.0] web[21]: \\r",
      "2026-01-01T00:00:07Z [   13.1] (web)[21]: five\\r",
    ]);
    assert.deepEqual(lines, [
      "2026-01-01T00:00:02Z one [3]: two",
      "2026-01-01T00:00:04Z web[22]: three",
      "2026-01-01T00:00:06Z ",
    ]);
  });

  it("gives further words to the engine", async () => {
    await linesIn([], "--follow");
    assert.deepEqual(await linesOf(join(folder(), "call")), ["logs --timestamps --follow ca-all"]);
  });
});
