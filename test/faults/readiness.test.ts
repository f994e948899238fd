import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { objectsOf, testEngine } from "../support/engine.ts";
import { faultyProject, type Faulty } from "./support.ts";

describe("a service that does not become ready", function () {
  this.timeout(120_000);
  let faulty: Faulty;
  let source: string;
  const path = () => join(faulty.project.folder, "services/hello/server.py");
  const up = () => faulty.stack.run(["up", "--stack", "separate", "--yes", "--skip-preview"]);

  before(async () => {
    faulty = await faultyProject("readiness");
    source = await readFile(path(), "utf8");
  });

  it("because it crashes: up fails within seconds, with its last log lines", async () => {
    await writeFile(path(), 'import sys\nprint("the flux capacitor is missing", flush=True)\nsys.exit(3)\n');
    const started = Date.now();
    const { exitCode, output } = await up();
    assert.notEqual(exitCode, 0);
    assert.match(output, /server (has exited|keeps exiting)/);
    assert.match(output, /exit code 3/);
    assert.match(output, /the flux capacitor is missing/);
    assert.match(output, /To do: .*docker .*logs/);
    assert(Date.now() - started < 30_000, `it took ${Date.now() - started} ms`);
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
