import { execa } from "execa";
import assert from "node:assert/strict";
import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Service } from "../../../../services/contract.ts";
import { shell } from "../../../../stacks/approaches/shell/index.ts";
import { eventually } from "../../../support/eventually.ts";
import { skip } from "../../../support/skip.ts";
import { fakeProgram, linesOf } from "../../../support/unit/fake-program.ts";
import { imageFiles, movedProgram } from "../../../support/unit/image-files.ts";
import { quietService } from "../../../support/unit/samples.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

const own = "/opt/container-approaches";
const notes = "/run/container-approaches";
const lasting = "/var/lib/container-approaches";
const folders = [own, notes, lasting];

const service = quietService({ completes: { withinSeconds: 2 }, checks: [], stopGraceSeconds: 1 });

/** Launchers read /proc, and set what the kernel sends when their parent dies. */
function skipUnlessLinux(this: Mocha.Context): void {
  if (process.platform !== "linux") skip(this, "not Linux: there is no /proc");
}

describe("the launcher of a service that runs to completion", () => {
  const folder = useTemporaryFolder();
  before(skipUnlessLinux);
  const ran = () => join(folder(), "ran");

  /** Starts it, with a program of the given lines. */
  async function start(program: string, defined: Service = service) {
    const run = await movedProgram(folder(), imageFiles(shell, [defined]), `${own}/run/worker`, folders);
    await fakeProgram(join(folder(), own, "as"), "worker", `echo ran >>'${ran()}'\n${program}`);
    return execa(run, { reject: false });
  }
  const runs = async () => (await linesOf(ran())).length;
  const end = async () => linesOf(join(folder(), notes, "ends/worker"));
  const isMarked = async () =>
    access(join(folder(), lasting, "completed/worker")).then(
      () => true,
      () => false,
    );

  it("notes that it has completed, and does not run it again unless it has changed", async () => {
    assert.equal((await start("exit 0")).exitCode, 0);
    assert.equal(await isMarked(), true);
    assert.equal((await start("exit 0")).exitCode, 0);
    assert.equal(await runs(), 1);
    await start("exit 0", { ...service, env: { ANOTHER: "1" } });
    assert.equal(await runs(), 2);
    await start("exit 0", { ...service, env: { ANOTHER: "1" }, summary: "called otherwise" });
    assert.equal(await runs(), 2);
  });

  it("notes the exit code of one that fails, passes it on, and runs it again at its next start", async () => {
    const { exitCode, stderr } = await start("exit 3");
    assert.deepEqual([exitCode, stderr], [3, "worker has not completed: failed (exit code 3)"]);
    assert.deepEqual([await end(), await isMarked()], [["failed (exit code 3)"], false]);
    await start("exit 0");
    assert.deepEqual([await end(), await isMarked()], [[], true]);
  });

  it("kills one that takes too long, after its stop signal and its grace period", async () => {
    const note = `trap "echo TERM >>'${ran()}'" TERM; sleep 30 & while :; do wait; done`;
    const { exitCode } = await start(note);
    assert.equal(exitCode, 137);
    assert.deepEqual(await linesOf(ran()), ["ran", "TERM"]);
    assert.deepEqual([await end(), await isMarked()], [["failed (took longer than 2 s)"], false]);
  });

  it("sends the stop signal once to each process, and first to the service's own", async () => {
    const told = `open my $f, ">>", "${ran()}"; print $f`;
    const child = `perl -e '$SIG{TERM} = sub { ${told} "child\n"; exit }; sleep 30' &`;
    const main = `exec perl -e '$SIG{TERM} = sub { $n++ }; open F, ">", "${ran()}.ready"; sleep 5; select undef, undef, undef, 0.3; ${told} "$n\n"'`;
    const launcher = start(`${child}\n${main}`);
    process.kill(await started(), "SIGTERM");
    await launcher;
    await eventually(
      async () => {
        assert.deepEqual(await linesOf(ran()), ["ran", "1", "child"]);
      },
      { deadlineMs: 5_000 },
    );
  });

  it("does not call one completed that was stopped, even if it exits with 0", async () => {
    const child = start(`trap 'exit 0' TERM; touch '${ran()}.ready'; sleep 5 & wait`);
    const run = await started();
    process.kill(run, "SIGTERM");
    await child;
    assert.deepEqual([await end(), await isMarked()], [["stopped (SIGTERM)"], false]);
  });

  it("takes the service with it when it is killed", async () => {
    const child = start(`exec "$1" "$2" "$3" sh -c 'echo $$ >${ran()}.ready; exec sleep 30'`);
    const run = await started();
    const main = Number(await readFile(`${ran()}.ready`, "utf8"));
    process.kill(run, "SIGKILL");
    await child;
    await eventually(
      async () => {
        await assert.rejects(access(`/proc/${main}`));
      },
      { deadlineMs: 3_000 },
    );
  });

  /** @returns the PID of the launcher, once the service runs */
  async function started(): Promise<number> {
    const main = await eventually(
      async () => {
        await access(`${ran()}.ready`);
        return Number((await readFile(join(folder(), notes, "pids/worker"), "utf8")).split(" ")[0]);
      },
      { deadlineMs: 3_000 },
    );
    const parent = async (pid: number) =>
      Number(/^PPid:\t(\d+)$/m.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1]);
    return parent(await parent(main));
  }
});

describe("a service that runs to completion", () => {
  const folder = useTemporaryFolder();
  before(skipUnlessLinux);
  const files = imageFiles(shell, [service]);
  const marker = () => join(folder(), lasting, "completed/worker");

  async function control(verb: string) {
    const program = await movedProgram(folder(), files, `${own}/control`, folders);
    const { stdout, exitCode } = await execa("sh", [program, "worker", verb], { reject: false });
    return { stdout, exitCode };
  }

  /** The check of all services. */
  async function check() {
    const program = await movedProgram(folder(), files, `${own}/checks/all`, folders);
    const { stdout, exitCode } = await execa("bash", [program], { reject: false });
    return { stdout, exitCode };
  }

  async function complete(): Promise<void> {
    const [, definition = ""] = /worker\) definition=(\w+)/.exec(files[`${own}/reached`] ?? "") ?? [];
    await mkdir(join(folder(), lasting, "completed"), { recursive: true });
    await writeFile(marker(), `${definition}\n`);
  }

  async function endAs(line: string): Promise<void> {
    await mkdir(join(folder(), notes, "ends"), { recursive: true });
    await writeFile(join(folder(), notes, "ends/worker"), `${line}\n`);
  }

  it("is completed once it has, and well; a start leaves it so", async () => {
    await complete();
    assert.deepEqual(await control("status"), { stdout: "completed (exit code 0)", exitCode: 0 });
    assert.deepEqual(await check(), { stdout: "", exitCode: 0 });
    assert.deepEqual(await control("start"), { stdout: "worker has completed", exitCode: 0 });
  });

  it("is what its last end was, and not well", async () => {
    await endAs("failed (exit code 3)");
    assert.deepEqual(await control("status"), { stdout: "failed (exit code 3)", exitCode: 3 });
    assert.deepEqual(await check(), { stdout: "worker: failed (exit code 3)", exitCode: 1 });
  });

  it("is not well before it has completed for the first time: a deployment that waits for the container waits for it", async () => {
    assert.deepEqual(await check(), { stdout: "worker: has not completed yet", exitCode: 1 });
  });

  it("runs again at a restart, and is well meanwhile", async () => {
    await complete();
    const run = join(folder(), own, "run");
    await fakeProgram(run, "worker", "exit 0");
    await control("restart");
    await assert.rejects(access(marker()));
    assert.equal((await check()).exitCode, 1, "it does not run yet");
    const stat = await readFile("/proc/self/stat", "utf8");
    const start = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
    await mkdir(join(folder(), notes, "pids"), { recursive: true });
    await writeFile(join(folder(), notes, "pids/worker"), `${process.pid} ${start} \n`);
    assert.deepEqual(await check(), { stdout: "", exitCode: 0 });
  });
});
