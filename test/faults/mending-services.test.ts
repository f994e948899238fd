import assert from "node:assert/strict";
import type { DeploymentOutput } from "../../stacks/outputs.ts";
import { runCli } from "../support/cli.ts";
import { attempt, control } from "../support/control.ts";
import { containerOf, deploymentOf } from "../support/deployment.ts";
import { inspected, objectsOf, testEngine } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import { definitionOf, peerOf } from "../support/roles.ts";
import { faultyProject, type Faulty } from "./support.ts";

/** A container of its own, and a shared one. */
for (const approach of ["separate", "s6"]) {
  describe(`a deployed service that does not work, under ${approach}`, function () {
    this.timeout(300_000);
    let faulty: Faulty;
    let peer: string;
    let deployment: DeploymentOutput;
    const up = () => runCli(faulty.project, ["up", approach]);

    before(async () => {
      peer = peerOf(await definitionOf("hello"))?.name ?? assert.fail("no peer");
      faulty = await faultyProject("mending", approach);
      const { exitCode, output } = await up();
      assert.equal(exitCode, 0, output);
      deployment = deploymentOf(await faulty.stack.outputs(), approach);
    });

    it("because it was stopped: up starts it, and says so", async () => {
      await control(deployment, peer, "stop");
      const { exitCode, output } = await up();
      assert.equal(exitCode, 0, output);
      assert.match(output, new RegExp(`mending: .*${peer} did not run, and was started: it was stopped`));
      assert.match((await attempt(deployment, peer, "status")).output, /^running/);
    });

    it("because it was suspended: up waits for it, and fails with what its check says", async () => {
      await control(deployment, peer, "signal", "STOP");
      const container = containerOf(deployment, peer);
      await eventually(
        async () => {
          assert.equal(await inspected(await testEngine(), container, ".State.Health.Status"), "unhealthy");
        },
        { deadlineMs: 90_000 },
      );
      const { exitCode, output } = await up();
      assert.notEqual(exitCode, 0, output);
      assert.match(output, new RegExp(`mending: waiting at most \\d+ s until the container ${container} is healthy`));
      assert.match(output, new RegExp(`${container} is not healthy after \\d+ s: unhealthy .+ is \\d+ s old`));
      assert.match(output, new RegExp(`To do: npm run ctl -- ${approach} lists the services`));
    });

    it("and works again: up succeeds, and repairs nothing", async () => {
      await control(deployment, peer, "signal", "CONT");
      await eventually(
        async () => {
          const health = await inspected(await testEngine(), containerOf(deployment, peer), ".State.Health.Status");
          assert.equal(health, "healthy");
        },
        { deadlineMs: 60_000 },
      );
      const { exitCode, output } = await up();
      assert.equal(exitCode, 0, output);
      assert.doesNotMatch(output, /mending:/);
    });

    after(async () => {
      await faulty.stack.destroy();
      assert.deepEqual(await objectsOf(await testEngine(), faulty.instance), []);
      await faulty.project.remove();
    });
  });
}
