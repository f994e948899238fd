import axios from "axios";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import type { FileSource, Service, Workload } from "../../services/contract.ts";
import type { StackOutputs } from "../../stacks/outputs.ts";
import { runCli, startCli } from "../support/cli.ts";
import {
  containersOf,
  deploymentOf,
  deploymentsIn,
  entryUrl,
  networksOf,
  servicesOf,
  stackUrl,
  workloadOf,
} from "../support/deployment.ts";
import { copyProject, type Project } from "../support/project.ts";
import { definitionOf, entryOf, noPeer, peerOf, signOf } from "../support/roles.ts";
import { skip } from "../support/skip.ts";
import { TestStack } from "../support/stack.ts";
import { allSystems, objectsOn } from "../support/systems.ts";

describe("the stack dev", function () {
  this.timeout(240_000);
  let project: Project;
  let stack: TestStack;
  let outputs: StackOutputs;
  let configured: readonly string[];
  /** The workload that is deployed by default. */
  let workload: Workload<FileSource>;

  before("deploy", async () => {
    project = await copyProject("dev");
    stack = new TestStack(project, "dev");
    const { config } = parse(await readFile(join(project.folder, "Pulumi.dev.yaml"), "utf8")) as {
      config: Readonly<Record<string, string>>;
    };
    configured = JSON.parse(config["container-approaches:approaches"] ?? "[]") as string[];
    await stack.init();
    await stack.up();
    outputs = await stack.outputs();
    workload = await definitionOf(workloadOf(deploymentOf(outputs, configured[0] ?? "")));
  });

  it("has a deployment of each approach of its file, at least three, and no single url", () => {
    assert(configured.length >= 3, configured.join(", "));
    assert.deepEqual(Object.keys(deploymentsIn(outputs)).sort(), [...configured].sort());
    assert.equal(stackUrl(outputs), undefined);
  });

  it("has an entry for each, which answers at its own address", async () => {
    const urls = Object.values(deploymentsIn(outputs)).map(entryUrl);
    assert.equal(new Set(urls).size, configured.length, urls.join(", "));
    for (const url of urls) assert.equal((await axios.get(url, { timeout: 5_000 })).status, 200);
  });

  it("gives no two deployments a network or a container in common", () => {
    const seen = Object.values(deploymentsIn(outputs)).map((deployment) => [
      ...containersOf(deployment),
      ...new Set(servicesOf(deployment).flatMap((service) => networksOf(deployment, service))),
    ]);
    assert.equal(new Set(seen.flat()).size, seen.flat().length);
  });

  it("is not changed by a second up", async () => {
    await stack.up("--expect-no-changes");
  });

  it("works with ctl, the same way for each: a list, a status, log lines, a signal's effect", async () => {
    const list = await runCli(project, ["ctl", "--json", "dev"]);
    const services = JSON.parse(list.output.slice(list.output.indexOf("[\n"))) as { approach: string; state: string }[];
    assert.deepEqual(new Set(services.map(({ approach }) => approach)), new Set(configured));
    assert(
      services.every(({ state }) => state === "running"),
      list.output,
    );
    const entry = entryOf(workload);
    for (const approach of configured) {
      const ctl = async (...words: readonly string[]) =>
        runCli(project, ["ctl", `dev/${approach}`, entry.name, ...words]);
      assert.match((await ctl("status")).output, /^running \(.+\)$/m);
      assert.match((await ctl("logs")).output, sign(entry, "started"));
      const [before, signalled] = [await ctl("pid"), await ctl("signal", "KILL")];
      assert.deepEqual([before.exitCode, signalled.exitCode], [0, 0], `${before.output}${signalled.output}`);
    }
  });

  it("follows a log until it is interrupted, and refuses wrong words", async function () {
    const [approach = ""] = configured;
    const peer = peerOf(workload) ?? skip(this, noPeer);
    const following = startCli(project, ["ctl", `dev/${approach}`, peer.name, "logs", "--follow"]);
    await following.says(sign(peer, "works"), 15_000);
    following.interrupt();
    assert.equal((await following.ended).exitCode, 130);
    const wrong = await runCli(project, ["ctl", `dev/${approach}`, "missing"]);
    assert.equal(wrong.exitCode, 1);
    assert.match(wrong.output, /There is no service "missing"\.\nAllowed: /);
  });

  after("destroy", async () => {
    await stack.destroy();
    assert.deepEqual(await objectsOn(await allSystems(), project.instance), [], "objects with our labels are left");
    await project.remove();
  });
});

function sign(service: Service<FileSource>, moment: "started" | "works"): RegExp {
  const found = signOf(service, moment);
  assert(found, `the definition of ${service.name} has no pattern of its log lines`);
  return found;
}
