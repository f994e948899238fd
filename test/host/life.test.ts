import assert from "node:assert/strict";
import { mkdir, stat } from "node:fs/promises";
import { release } from "node:os";
import { join } from "node:path";
import { machineFiles } from "../../toolchain/second-host/files.ts";
import { runCli, startCli } from "../support/cli.ts";
import { copyProject, type Project } from "../support/project.ts";
import { makeCertificates } from "../support/tls-proxy.ts";
import { docker, must, requireMachine, runningOf, startMs, statusOf, tracesOf } from "./support.ts";

describe("the second host of a clone", function () {
  this.timeout(startMs);
  let project: Project;

  before(async function () {
    requireMachine(this);
    project = await copyProject("second-host");
  });

  after(async () => {
    await must(project, ["host", "down"]);
    await project.remove();
  });

  it("is absent at first, and env and shell say what to type", async () => {
    assert.deepEqual(await statusOf(project), { state: "absent" });
    for (const verb of ["env", "shell"]) {
      const { exitCode, output } = await runCli(project, ["host", verb]);
      assert.equal(exitCode, 1);
      assert.match(output, /The second host is absent\.\nTo do: npm run host -- up/);
    }
  });

  it("leaves nothing behind when its start is interrupted", async () => {
    const starting = startCli(project, ["host", "up"]);
    await starting.says(/waits until ssh answers/, startMs);
    assert.deepEqual(await statusOf(project), { state: "starting" });
    starting.interrupt();
    assert.equal((await starting.ended).exitCode, 130);
    assert.deepEqual(await tracesOf(project), []);
  });

  it("is started again after its start was killed", async () => {
    const starting = startCli(project, ["host", "up"]);
    await starting.says(/waits until ssh answers/, startMs);
    starting.kill();
    await starting.ended;
    assert.match(await must(project, ["host", "up"]), /cleared the lock of process/);
    await runningOf(project);
  });

  it("has another kernel, cgroup v2, Docker and podman, and says how it is run", async () => {
    const { guest, accelerator } = await runningOf(project);
    assert.ok(guest !== undefined);
    assert.notEqual(guest.kernel, release());
    assert.equal(guest.cgroupVersion, 2);
    assert.match(`${guest.docker} ${guest.podman}`, /^\d+\.\d+\S* \d+\.\d+/);
    const shown = await must(project, ["host", "status"]);
    assert.match(shown, accelerator === "kvm" ? /accelerated by KVM/ : /emulated by QEMU \(TCG\)/);
  });

  for (const way of ["ssh", "tls"] as const) {
    it(`is a Docker daemon over ${way}`, async () => {
      const { exports, guest } = await runningOf(project);
      const { output } = await docker(["version", "--format", "{{.Server.KernelVersion}}"], exports[way]);
      assert.equal(output, guest?.kernel);
    });
  }

  it("refuses a client with a certificate of another authority", async () => {
    const { exports } = await runningOf(project);
    const folder = join(project.folder, "other");
    await mkdir(folder);
    await makeCertificates(folder);
    const { failed, output } = await docker(["ps"], { ...exports.tls, DOCKER_CERT_PATH: folder });
    assert.ok(failed);
    assert.match(output, /certificate/);
  });

  it("keeps its keys to their owner", async () => {
    const { ssh, tls, folder } = machineFiles(join(project.folder, ".state"));
    for (const file of [join(ssh, "identity"), join(ssh, "host_key"), join(tls, "key.pem")]) {
      assert.equal((await stat(file)).mode & 0o777, 0o600, file);
    }
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
  });

  it("runs a command, whose exit code is the command's own", async () => {
    const { exitCode, output } = await runCli(project, ["host", "shell", "--", "uname -r; exit 7"]);
    assert.equal(exitCode, 7);
    assert.match(output, /cloud-amd64/);
  });

  it("is left as it is by a second up, which says that its size stays", async () => {
    const { pid } = await runningOf(project);
    assert.match(await must(project, ["host", "up", "--memory", "3072"]), /it runs with 2 processors, 2048 MiB/);
    assert.equal((await runningOf(project)).pid, pid);
  });

  it("refuses a size that no machine can have", async () => {
    const { exitCode, output } = await runCli(project, ["host", "up", "--memory", "12"]);
    assert.equal(exitCode, 2);
    assert.match(output, /A whole number from 1024 to 65536 is allowed/);
  });

  it("is removed with everything that it had on this host", async () => {
    await must(project, ["host", "down"]);
    assert.deepEqual(await tracesOf(project), []);
    assert.match(await must(project, ["host", "down"]), /there is no second host/);
  });
});
