import axios from "axios";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import type { DockerClient } from "../../docker/client.ts";
import type { StackOutputs } from "../../stacks/outputs.ts";
import { runCli, startCli } from "../support/cli.ts";
import { objectsOf, testEngine } from "../support/engine.ts";
import { copyProject, type Project } from "../support/project.ts";
import { TestStack } from "../support/stack.ts";

describe("the stack dev", function () {
  this.timeout(240_000);
  let project: Project;
  let stack: TestStack;
  let docker: DockerClient;
  let outputs: StackOutputs;
  let configured: readonly string[];

  before("deploy", async () => {
    project = await copyProject("dev");
    stack = new TestStack(project, "dev");
    docker = await testEngine();
    const { config } = parse(await readFile(join(project.folder, "Pulumi.dev.yaml"), "utf8")) as {
      config: Readonly<Record<string, string>>;
    };
    configured = JSON.parse(config["container-approaches:approaches"] ?? "[]") as string[];
    await stack.init();
    await stack.up();
    outputs = await stack.outputs();
  });

  it("has a deployment of each approach that its file names, at least three, and no single url", () => {
    assert(configured.length >= 3, configured.join(", "));
    assert.deepEqual(Object.keys(outputs.deployments).sort(), [...configured].sort());
    assert.equal(outputs.url, undefined);
  });

  it("has a server for each that answers, on a port of its own", async () => {
    const urls = Object.values(outputs.deployments).map(({ url }) => url);
    assert.equal(new Set(urls).size, configured.length, urls.join(", "));
    const hosts = await Promise.all(
      urls.map(async (url) => (await axios.get<{ hostname: string }>(url, { timeout: 5_000 })).data.hostname),
    );
    assert.equal(new Set(hosts).size, configured.length, `hosts ${hosts.join(", ")}`);
  });

  it("gives no two deployments a network or a container in common", () => {
    const seen = Object.values(outputs.deployments).map(({ units, services }) => [
      ...units,
      ...new Set(Object.values(services).flatMap(({ networks }) => networks)),
    ]);
    assert.equal(new Set(seen.flat()).size, seen.flat().length);
  });

  it("is not changed by a second up", async () => {
    await stack.up("--expect-no-changes");
  });

  it("can be asked by ctl, the same way for each: a list, a status, log lines, a signal's effect", async () => {
    const list = await runCli(project, ["ctl", "--json", "dev"]);
    const services = JSON.parse(list.output.slice(list.output.indexOf("[\n"))) as { approach: string; state: string }[];
    assert.deepEqual(new Set(services.map(({ approach }) => approach)), new Set(configured));
    assert(
      services.every(({ state }) => state === "running"),
      list.output,
    );
    for (const approach of configured) {
      const ctl = async (...words: readonly string[]) =>
        runCli(project, ["ctl", `dev/${approach}`, "server", ...words]);
      assert.match((await ctl("status")).output, /^running \(.+\)$/m);
      assert.match((await ctl("logs")).output, /"event": "listening"/);
      const [before, signalled] = [await ctl("pid"), await ctl("signal", "KILL")];
      assert.deepEqual([before.exitCode, signalled.exitCode], [0, 0], `${before.output}${signalled.output}`);
    }
  });

  it("follows a log until it is interrupted, and says so where words are wrong", async () => {
    const [approach = ""] = configured;
    const following = startCli(project, ["ctl", `dev/${approach}`, "client", "logs", "--follow"]);
    await following.says(/"event": "poll"/, 15_000);
    following.interrupt();
    assert.equal((await following.ended).exitCode, 130);
    const wrong = await runCli(project, ["ctl", `dev/${approach}`, "nobody"]);
    assert.equal(wrong.exitCode, 1);
    assert.match(wrong.output, /There is no service "nobody"\.\nAllowed: /);
  });

  after("destroy", async () => {
    await stack.destroy();
    assert.deepEqual(await objectsOf(docker, project.instance), [], "something with our labels is left");
    await project.remove();
  });
});
