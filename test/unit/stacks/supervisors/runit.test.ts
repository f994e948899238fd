import { execa } from "execa";
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runitGraceful } from "../../../../stacks/approaches/runit-graceful/index.ts";
import { runit } from "../../../../stacks/approaches/runit/index.ts";
import { skip } from "../../../support/skip.ts";
import { fakeProgram, linesOf, pathWith } from "../../../support/unit/fake-program.ts";
import { imageFiles, movedProgram } from "../../../support/unit/image-files.ts";
import { everythingWorkload, quietService, sampleSettings } from "../../../support/unit/samples.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

const own = "/opt/container-approaches";

for (const approach of [runit, runitGraceful]) {
  describe(`${approach.name}: service folders`, () => {
    const files = imageFiles(approach, everythingWorkload().services);

    it("stop a service with its own signal, if that is not TERM", () => {
      assert.match(files[`${own}/sv/web/control/t`] ?? "", /kill -s QUIT/);
      assert.ok(!(`${own}/sv/store/control/t` in files));
    });

    it("run the service's launcher, and log its standard error too", () => {
      assert.match(files[`${own}/sv/web/run`] ?? "", new RegExp(`^exec ${own}/run/web 2>&1$`, "m"));
    });

    it("have their state outside of the read-only root", () => {
      const { images, containers } = approach.render(everythingWorkload(), sampleSettings());
      const { dockerfile = "" } = images[0] ?? {};
      assert.equal(dockerfile.match(/ln -s \/run/g)?.length, 2 * 3);
      assert.match(dockerfile, /ln -s \/run\/runit\/web\.log \/opt\/container-approaches\/sv\/web\/log\/supervise/);
      const state = containers[0]?.mounts.find(({ path }) => path === "/run/runit");
      assert.deepEqual(state, { kind: "scratch", path: "/run/runit", sizeMiB: 1, mode: 0o700 });
    });

    it("have a logger that runs as nobody", () => {
      assert.match(files[`${own}/sv/web/log/run`] ?? "", /setpriv --reuid=65534 .*--bounding-set=-all/);
    });
  });
}

describe("control of runit", () => {
  const folder = useTemporaryFolder();
  const files = imageFiles(runit, [quietService({ stopSignal: "SIGQUIT", stopGraceSeconds: 4 })]);

  /** Runs the control program. @param look what `sv status` prints @param ended what the finish script has written */
  async function control(verb: string, look: string, ended?: string) {
    const program = await movedProgram(folder(), files, `${own}/control`, [own]);
    const supervise = join(folder(), own, "sv/worker/supervise");
    await mkdir(supervise, { recursive: true });
    await writeFile(join(supervise, "pid"), "");
    if (ended !== undefined) await writeFile(join(supervise, "ended"), `${ended}\n`);
    const asked = join(folder(), "asked");
    await fakeProgram(join(folder(), "bin"), "sv", `[ "$1" = status ] && echo '${look}' || echo "$*" >>'${asked}'`);
    const env = { PATH: pathWith(join(folder(), "bin")) };
    const { stdout, exitCode } = await execa("sh", [program, "worker", verb], { env, reject: false });
    return { stdout, exitCode, asked: await linesOf(asked) };
  }

  const statuses = [
    ["down: worker: 1s, normally up, want up", "3 0", "restarting", "exit code 3"],
    ["finish: worker: (pid 9) 1s", "-1 11", "restarting", "signal SEGV"],
    ["down: worker: 1s, normally up", "0 0", "stopped", "exit code 0"],
    ["down: worker: 1s, normally up", "-1 3", "stopped", "signal QUIT"],
    ["down: worker: 1s, normally up", "-1 131", "stopped", "signal QUIT"],
    ["down: worker: 1s, normally up", "-1 9", "failed", "signal KILL"],
    ["down: worker: 1s, normally up", "2 0", "failed", "exit code 2"],
  ] as const;
  for (const [look, ended, word, how] of statuses) {
    it(`prints ${word} for "${look}" if the finish script got ${ended}`, async () => {
      const { stdout, exitCode } = await control("status", `${look}; run: log: (pid 7) 9s`, ended);
      assert.equal(stdout, `${word} (${look}, ${how})`);
      assert.equal(exitCode, 3);
    });
  }

  it("prints restarting before runsv has started, at the start of the container", async () => {
    const look = "warning: worker: unable to open supervise/ok: file does not exist";
    const { stdout } = await control("status", look);
    assert.equal(stdout, `restarting (${look}, its runsv has not started)`);
  });

  it("prints failed if runsv does not run", async () => {
    const { stdout, exitCode } = await control("status", "fail: worker: runsv not running");
    assert.equal(stdout, "failed (fail: worker: runsv not running)");
    assert.equal(exitCode, 3);
  });

  it("prints restarting while the process is not the service's program yet", async () => {
    const { stdout } = await control("status", "run: worker: (pid 9) 2s; run: log: (pid 7) 9s");
    assert.equal(stdout, "restarting (run: worker: (pid 9) 2s, its program has not started)");
  });

  it("gives a service its grace period, then kills it", async () => {
    const { exitCode, asked } = await control("stop", "down: worker: 1s, normally up");
    assert.equal(exitCode, 0);
    assert.deepEqual(asked, ["-w 4 force-stop worker"]);
  });

  it("does not call a service stopped while runsv still wants it up", async () => {
    assert.equal((await control("stop", "down: worker: 1s, normally up, want up")).exitCode, 1);
  });

  it("has no PID of a service that does not run", async () => {
    const { stdout, exitCode } = await control("pid", "down: worker: 1s, normally up");
    assert.deepEqual({ stdout, exitCode }, { stdout: "", exitCode: 3 });
  });
});

describe("loggers of runit", () => {
  const folder = useTemporaryFolder();

  it("write each line in one piece, which svlogd does not", async function () {
    if ((await execa("sh", ["-c", "command -v stdbuf"], { reject: false })).failed)
      return skip(this, "no stdbuf: not Linux");
    const logger = await movedProgram(folder(), imageFiles(runit, [quietService()]), `${own}/logger`, ["/run"]);
    const pieces = 'while read -r name number; do printf "%s " "$name"; printf "%s\\n" "$number"; done';
    await fakeProgram(join(folder(), "bin"), "svlogd", pieces);
    const lines = (name: string) =>
      `i=0; while [ $i -lt 2000 ]; do echo "${name} $i"; i=$((i + 1)); done | '${logger}' ${name}`;
    const both = `{ ${lines("a")}; } & { ${lines("b")}; } & wait`;
    const { stdout } = await execa("sh", ["-c", both], { env: { PATH: pathWith(join(folder(), "bin")) } });
    const wrong = stdout.split("\n").filter((line) => !/^(a: a|b: b) \d+$/.test(line));
    assert.deepEqual(wrong, []);
    assert.equal(stdout.split("\n").length, 4000);
  });
});
