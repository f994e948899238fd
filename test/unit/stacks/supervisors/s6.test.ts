import { execa } from "execa";
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Service } from "../../../../services/contract.ts";
import { s6 } from "../../../../stacks/approaches/s6/index.ts";
import { eventually } from "../../../support/eventually.ts";
import { fakeProgram, linesOf, pathWith } from "../../../support/unit/fake-program.ts";
import { imageFiles, movedProgram } from "../../../support/unit/image-files.ts";
import { containerOf } from "../../../support/unit/plans.ts";
import { everythingWorkload, quietService, sampleSettings } from "../../../support/unit/samples.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

const own = "/opt/container-approaches";
const scan = `${own}/s6/scan`;

describe("service folders of s6", () => {
  const files = imageFiles(s6, everythingWorkload().services);
  const folder = useTemporaryFolder();

  it("have each service's own stop signal and grace period", () => {
    assert.equal(files[`${scan}/web/down-signal`], "SIGQUIT\n");
    assert.equal(files[`${scan}/store/down-signal`], "SIGTERM\n");
    const brief = imageFiles(s6, [quietService({ stopGraceSeconds: 4 })]);
    assert.equal(brief[`${scan}/worker/timeout-kill`], "4000\n");
  });

  it("run the service's launcher, and log its standard error too", () => {
    assert.match(files[`${scan}/web/run`] ?? "", new RegExp(`^exec ${own}/run/web 2>&1$`, "m"));
  });

  it("have a check that tells s6 when the service is ready, which becomes the service in the service's folder", () => {
    assert.match(files[`${own}/run/web`] ?? "", /^exec s6-notifyoncheck -d -n 0 -w 500 -t 3000 env --chdir=\/ /m);
    assert.match(files[`${scan}/web/data/check`] ?? "", /as\/web \/bin\/bash -p \S+\/checks\/web /);
    assert.equal(files[`${scan}/web/notification-fd`], "3\n");
  });

  it("start a service that runs to completion once, and wait for no check of it", () => {
    const once = imageFiles(s6, [quietService({ completes: { withinSeconds: 5 }, checks: [] })]);
    assert.match(once[`${scan}/worker/finish`] ?? "", /^exit 125$/m);
    assert.ok(!(`${scan}/worker/notification-fd` in once) && !(`${scan}/worker/data/check` in once));
    assert.ok(!(`${scan}/web/finish` in files));
  });

  for (const [restart, code, exitCode, asked] of [
    ["never", "3 0", 125, ["3"]],
    ["never", "256 10", 125, ["138"]],
    ["on-failure", "0 0", 125, ["0"]],
    ["on-failure", "3 0", 0, []],
  ] as const) {
    it(`end all after the last end of an essential service: restart "${restart}", end ${code}`, async () => {
      const essential = imageFiles(s6, [quietService({ essential: true, restart })]);
      const finish = await movedProgram(folder(), essential, `${scan}/worker/finish`, [own]);
      await fakeProgram(join(folder(), own, "s6"), "stop", `echo "$*" >'${folder()}/asked'`);
      const ended = async (wanted: string) => {
        await fakeProgram(join(folder(), "bin"), "s6-svstat", `echo ${wanted}`);
        const env = { PATH: pathWith(join(folder(), "bin")) };
        return (await execa(finish, code.split(" "), { env, reject: false })).exitCode;
      };
      assert.equal(await ended("false"), exitCode);
      assert.deepEqual(await linesOf(join(folder(), "asked")), [], "it was told to end");
      assert.equal(await ended("true"), exitCode);
      await eventually(
        async () => {
          assert.deepEqual(await linesOf(join(folder(), "asked")), asked);
        },
        { deadlineMs: 2_000 },
      );
    });
  }

  it("have a logger that runs as nobody", () => {
    assert.match(files[`${scan}/web/log/run`] ?? "", /setpriv --reuid=65534 .*--bounding-set=-all/);
  });
});

describe("stopping s6", () => {
  const folder = useTemporaryFolder();
  const chain = [
    quietService({ name: "top", dependsOn: { middle: "healthy" }, stopGraceSeconds: 1 }),
    quietService({ name: "middle", dependsOn: { bottom: "healthy" }, stopGraceSeconds: 2 }),
    quietService({ name: "bottom", stopGraceSeconds: 4 }),
    quietService({ name: "beside", dependsOn: { bottom: "healthy" }, stopGraceSeconds: 3 }),
  ];

  /** Runs the script that stops all with fakes of s6's programs. @param svstat what `s6-svstat` prints for its arguments */
  async function stop(services: readonly Service[], svstat: string) {
    const program = await movedProgram(folder(), imageFiles(s6, services), `${own}/s6/stop`, ["/run"]);
    await mkdir(join(folder(), "run/s6/scan"), { recursive: true });
    const asked = join(folder(), "asked");
    for (const name of ["s6-svc", "s6-svwait", "s6-svscanctl"]) {
      await fakeProgram(join(folder(), "bin"), name, `echo "${name} $*" >>'${asked}'`);
    }
    await fakeProgram(join(folder(), "bin"), "s6-svstat", svstat);
    await fakeProgram(join(folder(), "bin"), "sleep", "exit 0");
    const env = { PATH: pathWith(join(folder(), "bin")) };
    await execa(program, { env });
    await execa(program, { env });
    const code = await readFile(join(folder(), "run/s6/exit-code"), "utf8");
    return { code: Number(code), asked: (await linesOf(asked)).filter((line) => !line.includes("/log")) };
  }
  const allWell = '[ "$2" = up ] && echo true || echo NA';

  it("stops dependencies last, and runs once, for any number of signals", async () => {
    const { code, asked } = await stop(chain, allWell);
    assert.deepEqual(asked, [
      "s6-svc -d top",
      "s6-svwait -D -t 2000 top",
      "s6-svc -d middle",
      "s6-svc -d beside",
      "s6-svwait -D -t 4000 middle beside",
      "s6-svc -d bottom",
      "s6-svwait -D -t 5000 bottom",
      "s6-svscanctl -t .",
    ]);
    assert.equal(code, 0);
  });

  it("exits with 137 if a service had to be killed", async () => {
    const svstat = '[ "$2" = up ] && echo true || { [ "$3" = middle ] && echo SIGKILL || echo NA; }';
    assert.equal((await stop(chain, svstat)).code, 137);
  });

  it("does not count a service that was killed earlier and is down", async () => {
    const svstat = '[ "$2" = up ] && echo false || echo SIGKILL';
    assert.equal((await stop(chain, svstat)).code, 0);
  });

  it("has the grace periods of all groups, and a margin", () => {
    const render = (services: readonly Service[]) => s6.render({ ...everythingWorkload(), services }, sampleSettings());
    assert.equal(containerOf(render(chain)).stop.graceSeconds, 4 + 3 + 1 + 3);
  });

  it("happens on each stop signal", () => {
    for (const signal of ["SIGTERM", "SIGINT", "SIGQUIT"]) {
      assert.match(imageFiles(s6, chain)[`${scan}/.s6-svscan/${signal}`] ?? "", /^exec \S+\/s6\/stop$/m);
    }
  });

  it("exits with 1 if s6-svscan ends by itself", async () => {
    const finish = await movedProgram(folder(), imageFiles(s6, chain), `${scan}/.s6-svscan/finish`, ["/run"]);
    assert.equal((await execa(finish, { reject: false })).exitCode, 1);
  });
});

describe("control of s6", () => {
  const folder = useTemporaryFolder();
  const files = imageFiles(s6, [quietService({ stopSignal: "SIGQUIT" })]);

  /** @param facts up, wantedup, exitcode and signal, as s6-svstat prints them */
  async function status(facts: string) {
    return statusBy(`case $2 in pid) echo -1 ;; up,*) echo '${facts}' ;; *) echo 'in words' ;; esac`);
  }

  /** @param svstat lines of sh, in place of s6-svstat */
  async function statusBy(svstat: string) {
    const program = await movedProgram(folder(), files, `${own}/control`, [own]);
    await fakeProgram(join(folder(), "bin"), "s6-svstat", svstat);
    const env = { PATH: pathWith(join(folder(), "bin")) };
    const { stdout, exitCode } = await execa("sh", [program, "worker", "status"], { env, reject: false });
    assert.equal(exitCode, 3);
    return stdout;
  }

  for (const [facts, said] of [
    ["false true 3 NA", "restarting (in words)"],
    ["false true 0 NA", "restarting (in words)"],
    ["false false 0 NA", "stopped (in words)"],
    ["false false -1 SIGQUIT", "stopped (in words)"],
    ["false false -1 SIGKILL", "failed (in words)"],
    ["false false 3 NA", "failed (in words)"],
    ["true true -1 NA", "restarting (in words, its program has not started)"],
  ] as const) {
    it(`prints ${said} for ${facts}`, async () => {
      assert.equal(await status(facts), said);
    });
  }

  it("prints restarting before s6-supervise has started, at the start of the container, and failed if it has ended", async () => {
    const refuses = (why: string) => `echo 's6-svstat: fatal: unable to read status: ${why}' >&2; exit 1`;
    assert.match(await statusBy(refuses("No such file or directory")), /^restarting \(.*No such file or directory\)$/);
    assert.match(await statusBy(refuses("Permission denied")), /^failed \(.*Permission denied\)$/);
  });
});
