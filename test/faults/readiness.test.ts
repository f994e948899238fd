import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { objectsOf, testEngine } from "../support/engine.ts";
import { faultyProject, type Faulty } from "./support.ts";

describe("a service that does not become ready", function () {
  this.timeout(300_000);
  let faulty: Faulty;
  let source: string;
  const path = () => join(faulty.project.folder, "services/hello/server.py");
  const workloadPath = () => join(faulty.project.folder, "services/hello/workload.ts");
  const up = () => faulty.stack.run(["up", "--stack", "separate", "--yes", "--skip-preview"]);

  before(async () => {
    faulty = await faultyProject("readiness");
    source = await readFile(path(), "utf8");
  });

  // With an hour to start in, an up that waited for it would outlast this test; how fast the host is does not matter.
  it("because it crashes: up fails without waiting for its time to start in, with its last log lines", async () => {
    const workload = await readFile(workloadPath(), "utf8");
    const patient = workload.replaceAll("startPeriodSeconds: 10", "startPeriodSeconds: 3600");
    assert.notEqual(patient, workload);
    await writeFile(workloadPath(), patient);
    await writeFile(path(), 'import sys\nprint("the flux capacitor is missing", flush=True)\nsys.exit(3)\n');
    const { exitCode, output } = await up();
    await writeFile(workloadPath(), workload);
    assert.notEqual(exitCode, 0);
    assert.match(output, /server (has exited|keeps exiting)/);
    assert.match(output, /exit code 3/);
    assert.match(output, /the flux capacitor is missing/);
    assert.match(output, /To do: .*docker .*logs/);
  });

  it("because its check fails: up fails as soon as it is unhealthy, with the check's output", async () => {
    await writeFile(path(), source.replaceAll('"/health"', '"/elsewhere"'));
    const { exitCode, output } = await up();
    assert.notEqual(exitCode, 0);
    assert.match(output, /server is unhealthy: GET \/health answered 404, not 200/);
  });

  it("and is fixed: up succeeds", async () => {
    await writeFile(path(), source);
    await faulty.stack.up();
  });

  after(async () => {
    await faulty.stack.destroy();
    assert.deepEqual(await objectsOf(await testEngine(), faulty.instance), []);
    await faulty.project.remove();
  });
});
