import assert from "node:assert/strict";
import { join } from "node:path";
import { runCli, startCli } from "../support/cli.ts";
import { objectsOf, testEngine } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import { haltingProxy, type HaltingProxy } from "../support/halting-proxy.ts";
import { daemonSocket } from "../support/pass-on.ts";
import { copyProject, type Project } from "../support/project.ts";

describe("a Docker daemon that stops answering", function () {
  this.timeout(300_000);
  let project: Project;
  let proxy: HaltingProxy;
  const env = () => ({ DOCKER_HOST: proxy.address });

  before(async function () {
    const socket = await daemonSocket(this);
    project = await copyProject("halted");
    proxy = await haltingProxy(join(project.folder, ".state", "halting.sock"), socket);
  });

  after(async () => {
    proxy.close();
    await project.remove();
  });

  it("before a deployment is reported in half a minute, and nothing is created", async () => {
    proxy.halt();
    try {
      const { exitCode, output } = await runCli(project, ["up", "separate"], env());
      assert.equal(exitCode, 1, output);
      assert.match(output, /No Docker daemon answers|did not answer|is too slow|was too slow/);
      assert.doesNotMatch(output, /This is a bug|\n\s+at .+:\d+:\d+/);
    } finally {
      proxy.goOn();
    }
  });

  it("in the middle of a deployment ends it with the reason; the next up repairs and finishes it", async () => {
    const running = startCli(project, ["up", "separate"], env());
    await eventually(
      async () => {
        assert.notEqual((await objectsOf(await testEngine(), project.instance)).length, 0);
      },
      {
        deadlineMs: 120_000,
      },
    );
    proxy.halt();
    const { exitCode, output } = await running.ended;
    assert.equal(exitCode, 1, output);
    assert.match(
      output,
      /what it works on stopped answering: .*\nAllowed: .*\nTo do: npm run doctor .* npm run up -- separate/,
    );
    assert.doesNotMatch(output, /This is a bug/);
    proxy.goOn();
    const again = await runCli(project, ["up", "separate"], env());
    assert.equal(again.exitCode, 0, again.output);
    const down = await runCli(project, ["down", "separate"], env());
    assert.equal(down.exitCode, 0, down.output);
    assert.deepEqual(await objectsOf(await testEngine(), project.instance), []);
  });
});
