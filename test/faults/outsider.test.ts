import axios from "axios";
import assert from "node:assert/strict";
import { attempt, control } from "../support/control.ts";
import { containersOf, deploymentOf, entryUrl, traitsOf } from "../support/deployment.ts";
import { inspected, objectsOf, testEngine } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import { waitHealthy } from "../support/healthy.ts";
import { addOutsider, outsider } from "../support/outsider.ts";
import { faultyProject, type Faulty } from "./support.ts";

describe("an approach by an outsider, as the guide tells how to add one", function () {
  this.timeout(120_000);
  let faulty: Faulty;
  const deployment = async () => deploymentOf(await faulty.stack.outputs(), outsider);

  before(async () => {
    faulty = await faultyProject("outsider", outsider);
    await addOutsider(faulty.project.folder);
  });

  it("deploys and answers", async () => {
    await faulty.stack.up();
    assert.equal((await axios.get(entryUrl(await deployment()))).status, 200);
    await faulty.stack.up("--expect-no-changes");
  });

  it("does what its traits claim: the container ends with a service, starts again, and stops gracefully", async () => {
    const docker = await testEngine();
    const found = await deployment();
    const [unit = ""] = containersOf(found);
    await control(found, "client", "signal", "KILL");
    await eventually(
      async () => {
        assert.equal(await inspected(docker, unit, ".RestartCount"), 1);
      },
      { deadlineMs: 10_000 },
    );
    await waitHealthy(docker, found);
    await docker.run(["stop", unit]);
    assert.equal(await inspected(docker, unit, ".State.ExitCode"), traitsOf(found).stopExitCode);
    assert.match((await attempt(found, "client", "status")).output, /^stopped \(with its container, exit code 0\)$/);
    assert.match((await attempt(found, "client", "logs")).output, /"event": "stopped".*"signal": "SIGTERM"/);
  });

  after(async () => {
    await faulty.stack.destroy();
    assert.deepEqual(await objectsOf(await testEngine(), faulty.instance), []);
    await faulty.project.remove();
  });
});
