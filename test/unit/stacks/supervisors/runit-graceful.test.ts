import { execa } from "execa";
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runitGraceful } from "../../../../stacks/approaches/runit-graceful/index.ts";
import { eventually } from "../../../support/eventually.ts";
import { fakeProgram, linesOf, pathWith } from "../../../support/unit/fake-program.ts";
import { imageFiles, movedProgram } from "../../../support/unit/image-files.ts";
import { containerOf } from "../../../support/unit/plans.ts";
import { everythingWorkload, quietService, sampleSettings } from "../../../support/unit/samples.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

const own = "/opt/container-approaches";

describe("PID 1 of runit-graceful", () => {
  const folder = useTemporaryFolder();
  const services = [quietService({ stopGraceSeconds: 4 }), quietService({ name: "other", stopGraceSeconds: 7 })];
  const asked = () => join(folder(), "asked");

  interface Runit {
    /** What `sv` does, besides recording its arguments. */
    readonly sv?: string;
    /** What `runsvdir` does once every runsv takes requests. */
    readonly runsvdir?: string;
    /** What `runsv` writes about a main process. */
    readonly pid?: string;
  }

  /** Starts it with fakes of runit's programs, and waits until runsvdir has started. */
  async function start({ sv = "exit 0", runsvdir = "exec sleep 60", pid = "" }: Runit) {
    const bin = join(folder(), "bin");
    const state = services.map(({ name }) => join(folder(), own, "sv", name, "supervise"));
    const ready = state.map((path) => `mkdir -p '${path}'; printf '${pid}' >'${path}/pid'; mkfifo '${path}/ok'`);
    await fakeProgram(bin, "runsvdir", [...ready, `echo started >>'${asked()}'`, runsvdir].join("\n"));
    await fakeProgram(bin, "sv", `echo "$*" >>'${asked()}'\n${sv}`);
    const program = await movedProgram(folder(), imageFiles(runitGraceful, services), `${own}/first`, [
      own,
      "/run/runit",
    ]);
    const process = execa(program, { env: { PATH: pathWith(bin) }, reject: false });
    await eventually(
      async () => {
        assert.equal((await linesOf(asked()))[0], "started");
      },
      { deadlineMs: 5_000 },
    );
    return { process };
  }

  /** @returns how it ended, and the arguments of sv */
  async function stop(runit: Runit, signal: NodeJS.Signals = "SIGTERM") {
    const { process } = await start(runit);
    process.kill(signal);
    const { exitCode } = await process;
    return { exitCode, asked: (await linesOf(asked())).slice(1).sort() };
  }

  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) {
    it(`gives every service its grace period on ${signal}, and exits with 0`, async () => {
      const ended = await stop({}, signal);
      assert.deepEqual(ended, { exitCode: 0, asked: ["-w 4 shutdown worker", "-w 7 shutdown other"] });
    });
  }

  it("exits with 137 if a service did not stop in time", async () => {
    // No process can have this PID.
    const ended = await stop({ sv: '[ "$4" != other ] || [ "$2" != 7 ]', pid: "99999999\\n" });
    assert.equal(ended.exitCode, 137);
    assert.deepEqual(ended.asked, ["-w 2 shutdown other", "-w 4 shutdown worker", "-w 7 shutdown other"]);
  });

  it("exits with 0 if only a logger still waits", async () => {
    assert.equal((await stop({ sv: "exit 1" })).exitCode, 0);
  });

  it("stops the services and exits with 1 if runsvdir ends by itself, so that the system restarts all", async () => {
    const { process } = await start({ runsvdir: "exit 0" });
    const { exitCode, stderr } = await process;
    assert.equal(exitCode, 1);
    assert.match(stderr, /runsvdir has ended/);
    assert.equal((await linesOf(asked())).length, 3);
  });

  it("ends runsvdir before it stops the first service", async () => {
    const note = `trap "echo gone >>'${asked()}'; exit" TERM; while :; do sleep 0.1; done`;
    const { process } = await start({ runsvdir: note });
    process.kill("SIGTERM");
    await process;
    assert.equal((await linesOf(asked()))[1], "gone");
  });

  it("has a longer grace period than its services", () => {
    const { stop: plan } = containerOf(runitGraceful.render(everythingWorkload(), sampleSettings()));
    assert.ok(plan.graceSeconds >= 10 + 2);
  });
});

describe("the last end of an essential service of runit-graceful", () => {
  const folder = useTemporaryFolder();

  for (const [restart, how, state, code] of [
    ["never", "3 0", "finish", ["3"]],
    ["never", "-1 10", "finish", ["138"]],
    ["never", "3 0", "finish, want down", []],
    ["on-failure", "0 0", "finish", ["0"]],
    ["on-failure", "3 0", "finish", []],
  ] as const) {
    it(`is told to PID 1, unless it is started again or was told to end: ${restart}, ${how}, ${state}`, async () => {
      const service = quietService({ essential: true, restart });
      const finish = await movedProgram(folder(), imageFiles(runitGraceful, [service]), `${own}/sv/worker/finish`, [
        "/run",
      ]);
      // No signal for this machine's PID 1.
      const script = (await readFile(finish, "utf8")).replace("kill -s TERM 1", "true");
      const cwd = join(folder(), "service");
      await mkdir(join(cwd, "supervise"), { recursive: true });
      await mkdir(join(folder(), "run/runit"), { recursive: true });
      await writeFile(join(cwd, "supervise/stat"), `${state}\n`);
      await fakeProgram(join(folder(), "bin"), "sv", "exit 0");
      await execa("sh", ["-c", script, "finish", ...how.split(" ")], {
        cwd,
        env: { PATH: pathWith(join(folder(), "bin")) },
      });
      assert.deepEqual(await linesOf(join(folder(), "run/runit/exit-code")), code);
    });
  }
});

describe("a service of runit-graceful", () => {
  it("has the start periods of its dependencies added to its own", () => {
    const { health } = containerOf(runitGraceful.render(everythingWorkload(), sampleSettings()));
    assert.equal(health?.startPeriodSeconds, 10 + 10);
  });
});
