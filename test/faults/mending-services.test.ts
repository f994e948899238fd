import assert from "node:assert/strict";
import type { DeploymentOutput } from "../../stacks/outputs.ts";
import { runCli } from "../support/cli.ts";
import { attempt, control } from "../support/control.ts";
import { containerOf, deploymentOf } from "../support/deployment.ts";
import { inspected, objectsOf, testEngine } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import { redefine } from "../support/redefine.ts";
import { definitionOf, entryOf, peerOf } from "../support/roles.ts";
import { faultyProject, type Faulty } from "./support.ts";

/** Judged sooner than as the workload says, because `up` waits as long as a first start can take. */
const hasty = { intervalSeconds: 1, timeoutSeconds: 2, retries: 2, startPeriodSeconds: 3 };

/** A container of its own, and a shared one. */
for (const approach of ["separate", "s6"]) {
  describe(`a deployed service that does not work, under ${approach}`, function () {
    this.timeout(300_000);
    let faulty: Faulty;
    let peer: string;
    let deployment: DeploymentOutput;
    const up = () => runCli(faulty.project, ["up", approach]);

    before(async () => {
      const workload = await definitionOf("hello");
      const service = peerOf(workload) ?? assert.fail("no peer");
      peer = service.name;
      faulty = await faultyProject("mending", approach);
      await redefine(faulty.project, workload.name, {
        [entryOf(workload).name]: { health: hasty },
        [peer]: {
          health: hasty,
          env: { ...service.env, POLL_SECONDS: "1" },
          checks: service.checks.map((check) => ("maxAgeSeconds" in check ? { ...check, maxAgeSeconds: 3 } : check)),
        },
      });
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

    // The wait is the same for a shared container, and takes a minute.
    if (approach === "separate") describesSuspension();

    function describesSuspension() {
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
    }

    after(async () => {
      await faulty.stack.destroy();
      assert.deepEqual(await objectsOf(await testEngine(), faulty.instance), []);
      await faulty.project.remove();
    });
  });
}
