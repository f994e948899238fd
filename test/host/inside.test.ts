import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { runCli, startCli } from "../support/cli.ts";
import { copyProject, type Project } from "../support/project.ts";
import { must, requireMachine, startMs } from "./support.ts";

/** Emulated on a busy host: setup makes every stack, packages are installed on the machine and into images. */
const deployMs = 3_600_000;

/** A system that wants the machine's own systemd. */
const stack = "nspawn-units";

describe("inside the second host", function () {
  this.timeout(deployMs);
  let project: Project;

  before(async function () {
    this.timeout(startMs);
    requireMachine(this);
    project = await copyProject("inside");
    await must(project, ["host", "up", "--memory", "3072"]);
  });

  after(async () => {
    await must(project, ["host", "down"]);
    await project.remove();
  });

  const inside = (...words: readonly string[]) => runCli(project, ["host", "run", "--", ...words]);
  /** Standard output and error of a command on the machine that must succeed. */
  const shell = (text: string) => must(project, ["host", "shell", "--", text]);

  it("runs a command in a copy of the clone, whose exit code is the command's own", async () => {
    const { exitCode, output } = await inside("sh", "-c", "pwd; node --version; ls -d node_modules; exit 7");
    assert.equal(exitCode, 7, output);
    assert.match(output, new RegExp(`/srv/container-approaches\n${process.version}\nnode_modules\n`));
  });

  it("copies nothing again that has not changed", async () => {
    assert.doesNotMatch((await inside("true")).output, /copies/);
  });

  it("ends a command that is interrupted", async () => {
    const running = startCli(project, ["host", "run", "--", "sh", "-c", "echo begun; sleep 4321"]);
    await running.says(/begun/, startMs);
    running.interrupt();
    assert.equal((await running.ended).exitCode, 130);
    await delay(1000);
    assert.doesNotMatch(await shell("ps ax -o args"), /^sleep 4321$/m);
  });

  it("deploys containers as units, with their limits, and removes all of it", async () => {
    const up = await inside("npm", "run", "up", "--", stack);
    assert.equal(up.exitCode, 0, up.output);
    const units = await shell("systemctl list-units --plain --no-legend 'ca-*'");
    for (const unit of [/-server\.service +loaded active running/, /-server-publish-1\.socket +loaded active/])
      assert.match(units, unit);
    assert.match(await shell("cat /sys/fs/cgroup/machine.slice/ca-*-server.service/memory.max"), /^67108864$/m);
    assert.match((await inside("npm", "run", "ctl", "--", stack, "server", "status")).output, /^running/m);
    const down = await inside("npm", "run", "down", "--", stack, "--volumes");
    assert.equal(down.exitCode, 0, down.output);
    const left = [
      "systemctl list-units --all --plain --no-legend 'ca-*' '*@ca-*'",
      "ls -d /run/container-approaches /var/lib/container-approaches /var/log/journal/*.ca-* /run/systemd/system/ca-* /run/systemd/journald@ca-*",
      "ip netns list",
      "iptables-save | grep container-approaches",
    ];
    assert.equal((await shell(`{ ${left.join("; ")}; } 2>/dev/null; true`)).trim(), "");
  });
});
