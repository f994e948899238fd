import { execa } from "execa";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import type { LogFormat } from "../../../../stacks/contract.ts";
import { commandLine } from "../../../../stacks/rendering/shell.ts";
import { verbs } from "../../../../stacks/verbs.ts";
import { skip } from "../../../support/skip.ts";
import { checksScript } from "../../../support/unit/checks-script.ts";
import { hostileWords, printing, useNotedProgram } from "../../../support/unit/docker-program.ts";
import { followed } from "../../../support/unit/followed.ts";
import { imageFiles } from "../../../support/unit/image-files.ts";
import { quietService } from "../../../support/unit/samples.ts";
import { registered } from "../../../support/unit/subjects.ts";

/** Words of a container's control that are as hard to quote as a system's could be. */
const paper = ["paper", "it's $HERE", "", "new\nline", "*"];
const controlOf = (log: LogFormat) =>
  commandLine(["sh", "stacks/control/shared.sh", "web", log, "/own/control", "/own/as/web", ...paper, "--"]);
const control = controlOf("prefixed");

describe("control / shared.sh", () => {
  // Behind the words of the container's control.
  const system = useNotedProgram("paper", paper.length);
  const runs = { status: "echo 'running (healthy)'" };
  const called = async () => (await system.calls()).map((call) => call.slice(paper.length - 1));

  checksScript("stacks/control/shared.sh");

  it("runs the container's control command, word by word", async () => {
    await system.write({ exec: "" });
    await system.ask(control, "stop");
    assert.deepEqual(await system.calls(), [[...paper.slice(1), "exec", "/own/control", "web", "stop"]]);
  });

  for (const words of [["restart"], ["stop"], ["start"], ["signal", "HUP"]]) {
    it(`passes ${words.join(" ")} to the program in the container, with its output and exit code`, async () => {
      await system.write({ exec: "echo said; echo wrong >&2; exit 7" });
      assert.deepEqual(await system.ask(control, ...words), { stdout: "said", stderr: "wrong", exitCode: 7 });
      assert.deepEqual(await called(), [["exec", "/own/control", "web", ...words]]);
    });
  }

  it("runs the words of exec as the service, unchanged, with their exit code", async () => {
    await system.write({ exec: "exit 5" });
    assert.equal((await system.ask(control, "exec", "printf", ...hostileWords)).exitCode, 5);
    assert.deepEqual(await called(), [["exec", "/own/as/web", "printf", ...hostileWords]]);
  });

  it("asks the supervisor while the container runs", async () => {
    for (const [said, code] of [
      ["running (pid 7)", 0],
      ["failed (exit code 1)", 3],
    ] as const) {
      await system.write({ ...runs, exec: `${printing(said)}; exit ${code}` });
      assert.deepEqual(await system.ask(control, "status"), { stdout: said, stderr: "", exitCode: code });
    }
  });

  for (const [container, line] of [
    ["stopped (exit code 0)", "stopped (with its container, exit code 0)"],
    ["failed (exit code 1)", "failed (with its container, exit code 1)"],
    ["restarting (exit code 1)", "restarting (with its container, exit code 1)"],
    ["stopped (created)", "stopped (with its container, created)"],
    ["stopped (paused)", "stopped (with its container, paused)"],
  ] as const) {
    it(`prints ${line} if the container is ${container}`, async () => {
      await system.write({ status: `${printing(container)}; exit 3`, exec: printing("running (pid 7)") });
      assert.deepEqual(await system.ask(control, "status"), { stdout: line, stderr: "", exitCode: 3 });
    });
  }

  it("fails with the system's words if the container's control fails", async () => {
    await system.write({ status: "echo 'no such container' >&2; exit 1" });
    assert.deepEqual(await system.ask(control, "status"), { stdout: "", stderr: "no such container", exitCode: 1 });
  });

  it("prints the PID on the host of a process that the supervisor knows by its PID in the container", async function () {
    if (!existsSync("/proc/self/status")) skip(this, "this machine has no /proc: not Linux");
    const exec = printing(String(process.pid));
    // One that has ended, one with another PID in the container, and the right one.
    await system.write({ exec, pids: `printf '%s\\n' 99999999 ${process.ppid} ${process.pid}` });
    assert.deepEqual(await system.ask(control, "pid"), { stdout: String(process.pid), stderr: "", exitCode: 0 });
    assert.deepEqual(await called(), [["exec", "/own/control", "web", "pid"], ["pids"]]);
  });

  it("fails with a reason if the process cannot be seen from here", async () => {
    await system.write({ exec: "echo 4194304", pids: "echo 1" });
    const { exitCode, stdout, stderr } = await system.ask(control, "pid");
    assert.deepEqual([exitCode, stdout], [1, ""]);
    assert.match(stderr, /^cannot see process 4194304 of the container: does it run/);
  });

  it("has no PID of a service that does not run", async () => {
    await system.write({ exec: "echo 'web does not run' >&2; exit 3" });
    assert.deepEqual(await system.ask(control, "pid"), { stdout: "", stderr: "web does not run", exitCode: 3 });
  });

  for (const words of [["explode"], ["kill"], [""], []]) {
    it(`refuses the verb ${JSON.stringify(words[0])}, lists all, and runs nothing`, async () => {
      await system.write({});
      const { exitCode, stdout, stderr } = await system.ask(control, ...words);
      assert.deepEqual([exitCode, stdout], [2, ""]);
      assert.equal(stderr, `unknown verb "${words[0] ?? ""}"; verbs: ${verbs.join(", ")}`);
      assert.deepEqual(await called(), []);
    });
  }
});

describe("control / shared.sh / logs", () => {
  const system = useNotedProgram("paper", paper.length);

  const logs: Readonly<Record<LogFormat, readonly [log: readonly string[], lines: readonly string[]]>> = {
    mixed: [
      ["T1 web: a", "T2  any line", "T3"],
      ["T1 web: a", "T2  any line", "T3"],
    ],
    prefixed: [
      ["T1 web: a  b: c", "T2 store: web: x", "T3 web:no", "T4 web: {}", "T5 web: ", "T6 web-2: y"],
      ["T1 a  b: c", "T4 {}", "T5 "],
    ],
    tagged: [
      [
        "2026-01-01T00:00:01Z systemd 252 running in system mode\r\r",
        "2026-01-01T00:00:02Z [   12.345678] web[20]: one [3]: two\r",
        "2026-01-01T00:00:03Z [   12.345679] systemd[1]: Started web.service.\r",
        "2026-01-01T00:00:04Z web[21]: web[22]: three\r",
        "2026-01-01T00:00:05Z [   12.5] web-2[23]: web[20]: four\r",
        "2026-01-01T00:00:06Z [   13.0] web[21]: \r",
        "2026-01-01T00:00:07Z [   13.1] (web)[21]: five\r",
      ],
      ["2026-01-01T00:00:02Z one [3]: two", "2026-01-01T00:00:04Z web[22]: three", "2026-01-01T00:00:06Z "],
    ],
  };
  for (const [format, [log, lines]] of Object.entries(logs) as [LogFormat, (typeof logs)[LogFormat]][]) {
    it(`are the service's lines after their times, unchanged, if they are ${format}`, async () => {
      await system.write({ logs: printing(log.join("\n")) });
      const { stdout, exitCode } = await system.ask(controlOf(format), "logs");
      assert.deepEqual([stdout.split("\n"), exitCode], [lines, 0]);
      const [call = []] = await system.calls();
      assert.deepEqual(call.slice(paper.length - 1), ["logs"]);
    });

    it(`include the container's standard error, if they are ${format}`, async () => {
      await system.write({ logs: `${printing(log.join("\n"))} >&2` });
      const { stdout, stderr } = await system.ask(controlOf(format), "logs");
      assert.deepEqual([...stdout.split("\n"), ...stderr.split("\n")].filter(Boolean), lines);
    });

    it(`come at once if they are ${format} and followed, and no process stays after an interrupt`, async () => {
      await system.write({ logs: `${printing(log.join("\n"))}; exec sleep 60` });
      const { said, left } = await followed(controlOf(format), system.folder());
      assert.deepEqual(said.trimEnd().split("\n")[0], lines[0]);
      assert.deepEqual(left, []);
      const [call = []] = await system.calls();
      assert.deepEqual(call.slice(paper.length - 1), ["logs", "--follow"]);
    });
  }
});

describe("control / the programs that shared.sh asks", () => {
  for (const approach of registered.filter(({ supervisor }) => supervisor !== "none")) {
    it(`know what they are asked, and refuse what they do not know: ${approach.name}`, async () => {
      const program = imageFiles(approach, [quietService()])["/opt/container-approaches/control"] ?? "";
      const said = await execa("sh", ["-s", "worker", "explode"], { input: program, reject: false });
      assert.equal(said.exitCode, 2, said.stderr);
      assert.equal(said.stderr, "control: unknown verb explode; verbs: status, restart, stop, start, signal, pid");
    });
  }
});
