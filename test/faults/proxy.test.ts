import { execa } from "execa";
import assert from "node:assert/strict";
import { join } from "node:path";
import { runCli } from "../support/cli.ts";
import { inspected, objectsOf, testEngine } from "../support/engine.ts";
import { proxied, recordingProxy, type RecordingProxy } from "../support/recording-proxy.ts";
import { faultyProject, type Faulty } from "./support.ts";

/** What loopback is called in `http://host:port/...` and in `host:port`. */
const toLoopback = /^\S+ (?:\w+:\/\/)?(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])[:/]/;

describe("a proxy for everything, and no exceptions", function () {
  this.timeout(180_000);
  let faulty: Faulty;
  let proxy: RecordingProxy;

  before(async () => {
    faulty = await faultyProject("proxy");
    proxy = await recordingProxy();
  });

  it("up deploys and shows an answer", async () => {
    const { exitCode, output } = await runCli(faulty.project, ["up", "separate"], proxied(proxy.address));
    assert.equal(exitCode, 0, output);
    assert.match(output, /http:\/\/127\.0\.0\.1:\d+/);
  });

  it("plain ./pulumiw preview works", async () => {
    const { folder, env } = faulty.project;
    const { exitCode, all } = await execa(
      join(folder, "pulumiw"),
      ["preview", "--stack", "separate", "--non-interactive"],
      {
        cwd: folder,
        env: { ...env, ...proxied(proxy.address) },
        extendEnv: false,
        reject: false,
        all: true,
      },
    );
    assert.equal(exitCode, 0, all);
    assert.match(all, /\d+ unchanged/);
  });

  it("pulumi works without any environment of this project's making", async () => {
    const { exitCode, output } = await faulty.stack.run(["preview", "--stack", "separate"], proxied(proxy.address));
    assert.equal(exitCode, 0, output);
  });

  it("nothing on loopback was asked of the proxy", () => {
    assert.deepEqual(
      proxy.requests.filter((request) => toLoopback.test(request)),
      [],
    );
  });

  it("another proxy changes nothing that is deployed", async () => {
    const up = ["up", "--stack", "separate", "--yes", "--skip-preview", "--expect-no-changes"];
    for (const address of ["http://192.0.2.1:3128", "http://192.0.2.2:3128"]) {
      const { exitCode, output } = await faulty.stack.run(up, proxied(address));
      assert.equal(exitCode, 0, output);
    }
  });

  it("no container hears of the proxy", async () => {
    const docker = await testEngine();
    const objects = await objectsOf(docker, faulty.instance);
    const containers = objects.filter((line) => line.startsWith("container ")).map((line) => line.split(" ")[1] ?? "");
    assert.ok(containers.length > 0, objects.join());
    for (const name of containers) {
      const variables = await inspected<string[]>(docker, name, ".Config.Env");
      assert.deepEqual(
        variables.filter((variable) => /proxy/i.test(variable)),
        [],
      );
    }
  });

  after(async () => {
    const { exitCode, output } = await runCli(faulty.project, ["down", "separate"], proxied(proxy.address));
    await proxy.close();
    assert.equal(exitCode, 0, output);
    assert.deepEqual(await objectsOf(await testEngine(), faulty.instance), []);
    await faulty.project.remove();
  });
});
