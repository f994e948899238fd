import axios from "axios";
import assert from "node:assert/strict";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deploymentOf, entryUrl, workloadOf } from "../support/deployment.ts";
import { objectsOf, testEngine } from "../support/engine.ts";
import { faultyProject, type Faulty } from "./support.ts";

/** Containers of an instance, by name. */
async function containersOf(instance: string): Promise<string[]> {
  const objects = await objectsOf(await testEngine(), instance);
  return objects.filter((line) => line.startsWith("container ")).map((line) => line.slice("container ".length));
}

describe("a deployed stack with a changed workload", function () {
  this.timeout(120_000);
  let faulty: Faulty;
  const names = (...services: readonly string[]) =>
    services.map((service) => `ca-${faulty.instance}-separate-${service}`).sort();

  before(async () => {
    faulty = await faultyProject("workload");
    const services = join(faulty.project.folder, "services");
    await cp(join(services, "hello"), join(services, "other"), { recursive: true });
    const path = join(services, "other/workload.ts");
    const hello = await readFile(path, "utf8");
    // Another name of the entry, and one service of the same name: the two ways of replacing a container.
    const other = hello
      .replaceAll('"hello"', '"other"')
      .replaceAll('"server"', '"web"')
      .replaceAll('server: "healthy"', 'web: "healthy"');
    assert.notEqual(other, hello);
    await writeFile(path, other);
    await faulty.stack.up();
  });

  it("runs the new one, and answers", async () => {
    await faulty.stack.configure("workload", "other");
    await faulty.stack.up();
    const deployment = deploymentOf(await faulty.stack.outputs(), "separate");
    assert.equal(workloadOf(deployment), "other");
    assert.equal((await axios.get(entryUrl(deployment))).status, 200);
    assert.deepEqual((await containersOf(faulty.instance)).sort(), names("web", "client"));
    await faulty.stack.up("--expect-no-changes");
  });

  it("reports it if the port is fixed and the old entry still holds it", async () => {
    const port = new URL(entryUrl(deploymentOf(await faulty.stack.outputs(), "separate"))).port;
    await faulty.stack.configure("port", port);
    await faulty.stack.up("--expect-no-changes");
    await faulty.stack.configure("workload", "hello");
    const { exitCode, output } = await faulty.stack.run(["up", "--stack", "separate", "--yes", "--skip-preview"]);
    assert.notEqual(exitCode, 0);
    assert.match(output, new RegExp(`Port ${port} .* is still held by ca-.*-web of the same stack`));
    assert.match(output, /npm run down -- separate first/);
  });

  it("goes back after the port is removed from the configuration", async () => {
    await faulty.stack.run(["config", "rm", "port", "--stack", "separate"]);
    await faulty.stack.up();
    assert.deepEqual((await containersOf(faulty.instance)).sort(), names("server", "client"));
  });

  after(async () => {
    await faulty.stack.destroy();
    assert.deepEqual(await objectsOf(await testEngine(), faulty.instance), []);
    await faulty.project.remove();
  });
});
