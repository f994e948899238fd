import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { copyProject, type Project } from "../support/project.ts";
import { docker, firewall, must, requireMachine, runningOf, startMs } from "./support.ts";

/** Emulated on a busy host: packages are installed into an image, once for each approach. */
const deployMs = 3_600_000;

describe("deploying to the second host", function () {
  this.timeout(deployMs);
  let project: Project;
  let rules: string;

  before(async function () {
    this.timeout(startMs);
    requireMachine(this);
    rules = await firewall();
    project = await copyProject("deploying");
    await must(project, ["host", "up"]);
  });

  after(async () => {
    await must(project, ["host", "down"]);
    await project.remove();
  });

  for (const [approach, way] of [
    ["separate", "ssh"],
    ["systemd-least", "tls"],
  ] as const) {
    it(`deploys ${approach} over ${way}, changes nothing the second time, and removes all`, async () => {
      const env = (await runningOf(project)).exports[way];
      const settings = "config:\n  container-approaches:publishAddress: 0.0.0.0\n";
      await writeFile(join(project.folder, `Pulumi.${approach}.yaml`), settings);
      assert.match(await must(project, ["up", approach], env), /"kernel": "[^"]*cloud-amd64"/);
      assert.doesNotMatch(await must(project, ["up", approach], env), /created|updated|replaced/);
      assert.match(await must(project, ["ctl", approach, "server", "status"], env), /^running/m);
      await must(project, ["down", approach, "--volumes"], env);
      const filter = ["--all", "--quiet", "--filter", `label=container-approaches.instance=${project.instance}`];
      assert.equal((await docker(["ps", ...filter], env)).output, "");
    });
  }

  it("leaves the firewall of this host as it was", async () => {
    assert.equal(await firewall(), rules);
  });
});
