import { execa } from "execa";
import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { shell } from "../../../../stacks/approaches/shell/index.ts";
import { skip } from "../../../support/skip.ts";
import { fakeProgram, linesOf, pathWith } from "../../../support/unit/fake-program.ts";
import { imageFiles, movedProgram } from "../../../support/unit/image-files.ts";
import { quietService } from "../../../support/unit/samples.ts";
import { full } from "../../../support/unit/subjects.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

const own = "/opt/container-approaches";
const notes = "/run/container-approaches";
const lasting = "/var/lib/container-approaches";
const folders = [own, notes, lasting];

const launched = full.filter(({ supervisor }) => supervisor !== "none" && supervisor !== "systemd");

/** Launchers read /proc, and set what the kernel sends when their parent dies. */
function skipUnlessLinux(this: Mocha.Context): void {
  if (process.platform !== "linux") skip(this, "not Linux: there is no /proc");
}

describe("a launcher", () => {
  const folder = useTemporaryFolder();
  before(skipUnlessLinux);

  for (const approach of launched) {
    it(`runs the service's command word by word, at /, whatever is in it: ${approach.name}`, async () => {
      const command = ["/bin/x", "a ; b # c", `it's "$HOME"`, "new\nline", "50%", "%(ENV_HOME)s", ""];
      const run = await movedProgram(
        folder(),
        imageFiles(approach, [quietService({ command })]),
        `${own}/run/worker`,
        folders,
      );
      await fakeProgram(join(folder(), own, "as"), "worker", `printf '<%s>' "$PWD" "$@"`);
      await fakeProgram(join(folder(), "bin"), "s6-notifyoncheck", 'while [ "$1" != env ]; do shift; done; exec "$@"');
      const { stdout } = await execa(run, { env: { PATH: pathWith(join(folder(), "bin")) } });
      assert.equal(stdout, ["/", ...command].map((word) => `<${word}>`).join(""));
    });
  }

  it("starts the service once all that it depends on has been reached, and not before", async () => {
    const services = [
      quietService({ dependsOn: { a: "healthy", b: "completed" } }),
      quietService({ name: "a" }),
      quietService({ name: "b", completes: { withinSeconds: 5 }, checks: [] }),
    ];
    const asked = join(folder(), "asked");
    const run = await movedProgram(folder(), imageFiles(shell, services), `${own}/run/worker`, folders);
    const thrice = `echo "$*" >>'${asked}'; [ "$1" = a ] || [ "$(grep -c '^b' '${asked}')" = 3 ]`;
    await fakeProgram(join(folder(), own), "reached", thrice);
    await fakeProgram(join(folder(), own, "as"), "worker", `echo worker >>'${asked}'`);
    await execa(run);
    assert.deepEqual(await linesOf(asked), ["a healthy", "b completed", "b completed", "b completed", "worker"]);
  });

  it("notes the PID that the service has, before it starts", async () => {
    const run = await movedProgram(folder(), imageFiles(shell, [quietService()]), `${own}/run/worker`, folders);
    const pids = join(folder(), notes, "pids/worker");
    await fakeProgram(join(folder(), own, "as"), "worker", `cat '${pids}'; echo $$ $(cut -d ' ' -f 22 /proc/$$/stat)`);
    const [noted = "", actual] = (await execa(run)).stdout.split("\n");
    assert.equal(noted.trim(), actual);
  });
});

describe("whether a dependency has been reached", () => {
  const folder = useTemporaryFolder();
  before(skipUnlessLinux);
  const once = quietService({ name: "once", completes: { withinSeconds: 5 }, checks: [] });

  const impatient = quietService({ health: { ...quietService().health, timeoutSeconds: 1 } });

  async function reached(...words: readonly string[]): Promise<boolean> {
    const program = await movedProgram(folder(), imageFiles(shell, [impatient, once]), `${own}/reached`, folders);
    const { exitCode, all } = await execa(program, words, { reject: false, all: true });
    assert.equal(all, "");
    return exitCode === 0;
  }

  async function noted(service: string, text: string): Promise<void> {
    await mkdir(join(folder(), notes, "pids"), { recursive: true });
    await writeFile(join(folder(), notes, "pids", service), text);
  }

  /** PID and start time of this process. */
  async function self(): Promise<string> {
    const stat = await readFile("/proc/self/stat", "utf8");
    return `${process.pid} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? ""}`;
  }

  it("started: its process lives, is the one that was noted, and no longer waits itself", async () => {
    assert.equal(await reached("worker", "started"), false);
    await noted("worker", `${await self()} \n`);
    assert.equal(await reached("worker", "started"), true);
    await noted("worker", `${await self()} waits\n`);
    assert.equal(await reached("worker", "started"), false);
    await noted("worker", `${process.pid} 1 \n`);
    assert.equal(await reached("worker", "started"), false, "a later process with its PID");
    await noted("worker", "99999999 1 \n");
    assert.equal(await reached("worker", "started"), false);
  });

  it("healthy: it runs, and its checks pass, as that service, in time", async () => {
    const as = join(folder(), own, "as");
    await fakeProgram(as, "worker", `[ "$*" = "/bin/bash -p ${folder()}${own}/checks/worker" ]`);
    assert.equal(await reached("worker", "healthy"), false, "a check that needs no process, such as of a file");
    await noted("worker", `${await self()} \n`);
    assert.equal(await reached("worker", "healthy"), true);
    await fakeProgram(as, "worker", "echo no >&2; exit 1");
    assert.equal(await reached("worker", "healthy"), false);
    await fakeProgram(as, "worker", "exec sleep 30");
    assert.equal(await reached("worker", "healthy"), false);
  });

  it("completed: as it is defined now; then it has also started", async () => {
    assert.equal(await reached("once", "completed"), false);
    await mkdir(join(folder(), lasting, "completed"), { recursive: true });
    await writeFile(join(folder(), lasting, "completed/once"), "0000000000000000\n");
    assert.equal(await reached("once", "completed"), false, "another definition");
    const [, definition = ""] = /once\) definition=(\w+)/.exec(imageFiles(shell, [once])[`${own}/reached`] ?? "") ?? [];
    await writeFile(join(folder(), lasting, "completed/once"), `${definition}\n`);
    assert.equal(await reached("once", "completed"), true);
    assert.equal(await reached("once", "started"), true);
  });
});
