import assert from "node:assert/strict";
import { truncate } from "node:fs/promises";
import { join } from "node:path";
import { runCli, startCli } from "../support/cli.ts";
import { objectsOf, testEngine } from "../support/engine.ts";
import { copyProject, type Project } from "../support/project.ts";

/** Moments of a deployment, by what Pulumi has just printed. */
const moments = [
  ["before the first resource", /Updating \(separate\)/],
  ["while networks and images are created", /RemoteImage separate-\S+ creating/],
  ["while containers are created", /Container separate-\S+ creating/],
  ["while waiting for readiness", /separate-ready creating/],
] as const;

describe("npm run up, interrupted and run again", function () {
  this.timeout(180_000);
  let project: Project;

  before(async () => {
    project = await copyProject("interruption");
  });
  after(() => project.remove());

  async function worksNow(): Promise<string> {
    const again = await runCli(project, ["up", "--json"]);
    assert.equal(again.exitCode, 0, again.output);
    assert.match(again.output, /"answers"/);
    const down = await runCli(project, ["down"]);
    assert.equal(down.exitCode, 0, down.output);
    assert.deepEqual(await objectsOf(await testEngine(), project.instance), []);
    return again.output;
  }

  for (const [moment, sign] of moments) {
    it(`by Ctrl-C ${moment}: ends with 130, and the next run succeeds`, async () => {
      const first = startCli(project, ["up"]);
      await first.says(sign, 60_000);
      first.interrupt();
      assert.equal((await first.ended).exitCode, 130);
      await worksNow();
    });

    it(`by SIGKILL ${moment}: the next run prints what it repairs and succeeds`, async () => {
      const first = startCli(project, ["up"]);
      await first.says(sign, 60_000);
      first.kill();
      await first.ended;
      assert.match(await worksNow(), /mending: removed a lock on the stack separate whose holder is gone/);
    });
  }

  // A kill would have to hit within microseconds to leave these files, so the test writes them.
  const halves = [
    ["separate.json", /mending: the state of the stack separate is damaged: restored the copy/],
    ["separate.json.attrs", /mending: Pulumi was killed while it saved the state of the stack separate/],
  ] as const;
  for (const [name, line] of halves) {
    it(`in the moment when Pulumi writes ${name}: the next run repairs it and succeeds`, async () => {
      const up = await runCli(project, ["up"]);
      assert.equal(up.exitCode, 0, up.output);
      await truncate(join(project.folder, ".state/.pulumi/stacks/container-approaches", name));
      assert.match(await worksNow(), line);
    });
  }

  it("while another up runs: the second says for which process it waits, and then finds nothing to do", async () => {
    const first = startCli(project, ["up"]);
    await first.says(/RemoteImage separate-\S+ creating/, 60_000);
    const second = await runCli(project, ["up"]);
    assert.equal(second.exitCode, 0, second.output);
    assert.match(second.output, /^waiting for process \d+: deploys the stack separate$/m);
    assert.doesNotMatch(second.output, /created|updated|replaced/);
    const { exitCode, output } = await first.ended;
    assert.equal(exitCode, 0, output);
    await worksNow();
  });
});
