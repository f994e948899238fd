import axios from "axios";
import assert from "node:assert/strict";
import type { DeploymentOutput } from "../../stacks/outputs.ts";
import { attempt, control } from "../support/control.ts";
import { containersOf, deploymentOf, entryUrl, traitsOf } from "../support/deployment.ts";
import { inspected, isLocal, objectsOf, testEngine } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import { waitHealthy } from "../support/healthy.ts";
import { followGuide, outsiders } from "../support/outsider.ts";
import { processOf } from "../support/process.ts";
import { skip } from "../support/skip.ts";
import { faultyProject, type Faulty } from "./support.ts";

for (const { guide, approach } of outsiders) {
  describe(`an outsider's approach, added as ${guide} describes`, function () {
    this.timeout(120_000);
    let faulty: Faulty;
    const deployment = async () => deploymentOf(await faulty.stack.outputs(), approach);

    before(async () => {
      faulty = await faultyProject("outsider", approach);
      await followGuide(guide, faulty.project.folder);
    });

    it("deploys and answers", async () => {
      await faulty.stack.up();
      assert.equal((await axios.get(entryUrl(await deployment()))).status, 200);
      await faulty.stack.up("--expect-no-changes");
    });

    it("has a read-only root file system, if and only if its traits say so", async function () {
      if (!isLocal(await testEngine())) skip(this, "the Docker daemon is on another machine");
      const found = await deployment();
      assert.equal((await processOf(found, "server")).readOnlyRoot, traitsOf(found).readOnlyRoot);
    });

    it("stops as its traits claim", async () => {
      const docker = await testEngine();
      const found = await deployment();
      const [container = ""] = containersOf(found);
      if (!traitsOf(found).restartsServices) await endsWithService(found, container);
      await docker.run(["stop", container]);
      assert.equal(await inspected(docker, container, ".State.ExitCode"), traitsOf(found).stopExitCode);
      assert.match((await attempt(found, "client", "status")).output, /^stopped \(with its container, exit code 0\)$/);
      assert.match((await attempt(found, "client", "logs")).output, /"event": "stopped".*"signal": "SIGTERM"/);
    });

    after(async () => {
      await faulty.stack.destroy();
      assert.deepEqual(await objectsOf(await testEngine(), faulty.instance), []);
      await faulty.project.remove();
    });
  });
}

/** Without a restart of services, the container ends with the service and restarts as a whole. */
async function endsWithService(found: DeploymentOutput, container: string): Promise<void> {
  const docker = await testEngine();
  await control(found, "client", "signal", "KILL");
  await eventually(
    async () => {
      assert.equal(await inspected(docker, container, ".RestartCount"), 1);
    },
    { deadlineMs: 10_000 },
  );
  await waitHealthy(found);
}
