import { execa } from "execa";
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { LogFormat } from "../../../../stacks/contract.ts";
import { restartingCheck } from "../../../../stacks/rendering/restarting-check.ts";
import { combinedCheckLines } from "../../../../stacks/supervisors/combined-check.ts";
import { eventually } from "../../../support/eventually.ts";
import { fakeProgram, linesOf } from "../../../support/unit/fake-program.ts";
import { quietService, sampleService } from "../../../support/unit/samples.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

const health = { intervalSeconds: 1, timeoutSeconds: 1, retries: 2, startPeriodSeconds: 0 };

/** A folder that stands for a container, and a process for a service. */
function useContainer() {
  const folder = useTemporaryFolder();
  const main = { process: undefined as ChildProcess | undefined };
  beforeEach(async () => {
    await mkdir(join(folder(), "run"), { recursive: true });
    await fakeProgram(
      join(folder(), "opt/as"),
      "web",
      '[ -e "$(dirname "$0")/../ok-web" ] || { echo "web is ill"; exit 1; }',
    );
    await fakeProgram(join(folder(), "opt/as"), "worker", 'echo "worker is ill"; exit 1');
    await fakeProgram(join(folder(), "opt/checks"), "web", 'echo "web is ill"; exit 1');
    main.process = spawn("sleep", ["60"], { stdio: "ignore" });
    await writeFile(join(folder(), "children"), `${main.process.pid ?? ""} `);
    await fakeProgram(
      join(folder(), "opt"),
      "control",
      `echo "$*" >>"${folder()}/asked"; [ "$2" != pid ] || { [ ! -e "${folder()}/down" ] && echo $(cat "${folder()}/children"); }`,
    );
  });
  afterEach(() => main.process?.kill("SIGKILL"));
  const run = async (script: string) => {
    const input = script
      .replaceAll("/opt/container-approaches", join(folder(), "opt"))
      .replaceAll("/run/container-approaches", join(folder(), "run"))
      .replaceAll("/proc/1/task/1/children", join(folder(), "children"))
      .replaceAll("/proc/1/fd/1", join(folder(), "log"))
      .replaceAll("/dev/console", join(folder(), "console"));
    const { exitCode, stdout } = await execa("bash", ["-s"], { input, reject: false });
    return [exitCode, stdout] as const;
  };
  const logged = async () => linesOf(join(folder(), "log"));
  const restarts = async () => (await linesOf(join(folder(), "asked"))).filter((line) => line.endsWith(" restart"));
  return { folder, main, run, logged, restarts };
}

describe("the check of a service's own container that restarts it", () => {
  const { folder, main, run, logged } = useContainer();
  const script = (given: object = {}) =>
    restartingCheck(sampleService({ health: { ...health, ...given }, stopSignal: "SIGINT", onUnhealthy: "restart" }));
  const failed = [1, "web is ill"];

  it("prints why it fails, and ends the main process after as many failures in a row, with its stop signal and a reason", async () => {
    const ended = main.process === undefined ? assert.fail() : once(main.process, "exit");
    assert.deepEqual(await run(script()), failed);
    assert.deepEqual(await logged(), []);
    assert.deepEqual(await run(script()), failed);
    assert.deepEqual(await ended, [null, "SIGINT"]);
    assert.deepEqual((await logged())[0], "web is restarted: its health check failed 2 times in a row: web is ill");
  });

  it("ends it once", async () => {
    for (let count = 0; count < 4; count++) await run(script());
    await eventually(
      async () => {
        assert.equal((await logged()).filter((line) => line.includes("is restarted")).length, 1);
      },
      { deadlineMs: 2_000 },
    );
  });

  it("ends a suspended process too", async () => {
    const ended = main.process === undefined ? assert.fail() : once(main.process, "exit");
    main.process?.kill("SIGSTOP");
    for (let count = 0; count < 2; count++) await run(script());
    assert.deepEqual(await ended, [null, "SIGINT"]);
  });

  it("begins to count again after a success", async () => {
    await run(script());
    await fakeProgram(join(folder(), "opt/checks"), "web", "exit 0");
    assert.deepEqual(await run(script()), [0, ""]);
    await fakeProgram(join(folder(), "opt/checks"), "web", 'echo "web is ill"; exit 1');
    await run(script());
    assert.deepEqual(await logged(), []);
  });

  it("does not count in the start period of the process", async () => {
    for (let count = 0; count < 3; count++) assert.deepEqual(await run(script({ startPeriodSeconds: 60 })), failed);
    assert.deepEqual(await logged(), []);
  });

  it("fails when the checks hang", async () => {
    await fakeProgram(join(folder(), "opt/checks"), "web", "sleep 60");
    assert.deepEqual(await run(script()), [1, "the check took longer than 1 s"]);
  });
});

describe("the check of a shared container", () => {
  const { folder, run, logged, restarts } = useContainer();
  const services = [
    sampleService({ health, onUnhealthy: "restart" }),
    quietService({ health }),
    quietService({ name: "once", completes: { withinSeconds: 1 }, checks: [] }),
  ];
  const incomplete = "once: has not completed yet\n";
  const script = (log: LogFormat = "prefixed", from = services) => combinedCheckLines(from, log).join("\n");

  it("prints every service that fails, after those that have not completed", async () => {
    assert.deepEqual(await run(script()), [1, `${incomplete}web: web is ill\nworker: worker is ill`]);
    await writeFile(join(folder(), "opt/ok-web"), "");
    assert.deepEqual(await run(script()), [1, `${incomplete}worker: worker is ill`]);
    assert.deepEqual(await run(script("mixed", services.slice(0, 1))), [0, ""]);
  });

  it("restarts a service that asks for it after as many failures in a row, and no other", async () => {
    for (let count = 0; count < 3; count++) await run(script());
    await eventually(
      async () => {
        assert.deepEqual(await restarts(), ["web restart"]);
      },
      { deadlineMs: 2_000 },
    );
    assert.match(
      (await logged())[0] ?? "",
      /^web: web is restarted: its health check failed 2 times in a row: web is ill$/,
    );
  });

  it("writes into the log as the log's lines are", async () => {
    for (const format of ["mixed", "tagged"] as const) {
      for (let count = 0; count < 2; count++) await run(script(format));
      const sign = format === "mixed" ? /^web is restarted/ : /^web\[\d+\]: web is restarted/;
      await eventually(
        async () => {
          assert.match((await logged())[0] ?? "", sign);
        },
        { deadlineMs: 2_000 },
      );
      await eventually(
        async () => {
          assert.equal((await restarts()).length, format === "mixed" ? 1 : 2);
        },
        { deadlineMs: 2_000 },
      );
    }
  });

  it("leaves a service alone that does not run: that is its supervisor's business", async () => {
    await writeFile(join(folder(), "down"), "");
    for (let count = 0; count < 3; count++) await run(script());
    assert.deepEqual([await restarts(), await logged()], [[], []]);
  });

  it("goes on to the next service when one hangs", async () => {
    await fakeProgram(join(folder(), "opt/as"), "web", "sleep 60");
    assert.deepEqual(await run(script()), [
      1,
      `${incomplete}web: the check took longer than 1 s\nworker: worker is ill`,
    ]);
  });

  it("has nothing that restarts where no service asks for it", () => {
    assert.doesNotMatch(script("prefixed", [quietService()]), /restart/);
  });
});
