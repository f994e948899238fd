import { execa } from "execa";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { approaches } from "../../stacks/approaches.ts";
import { openSystems } from "../../stacks/systems.ts";
import { runCli } from "../support/cli.ts";
import { eventually } from "../support/eventually.ts";
import { leftBehind } from "../support/left-behind.ts";
import { copyProject, type Project } from "../support/project.ts";
import { skip } from "../support/skip.ts";
import { TestStack } from "../support/stack.ts";

/** Where images, volumes and logs of such systems are. */
const stored = "/var/lib/container-approaches";

describe("a system that has no daemon", function () {
  this.timeout(180_000);
  let project: Project;
  let approach = "";

  before(async function () {
    const systems = await openSystems();
    const kept = Object.values(approaches).filter((one) => {
      const { keeper, ownKernel } = systems.of(one);
      return keeper === "s6-supervise" && ownKernel !== true && one.placement === "apart";
    });
    const lacks = await Promise.all(kept.map(async (one) => systems.of(one).lacksTools?.()));
    const usable = kept.find((_, index) => lacks[index] === undefined);
    if (usable === undefined) skip(this, `none can be used here: ${lacks.join("; ")}`);
    approach = usable.name;
    project = await copyProject("kept");
  });
  after(async () => {
    await project.remove();
  });

  async function worksAndLeavesNothing(): Promise<void> {
    const up = await runCli(project, ["up", "--json", approach]);
    assert.equal(up.exitCode, 0, up.output);
    assert.match(up.output, /"answers"/);
    const down = await runCli(project, ["down", approach]);
    assert.equal(down.exitCode, 0, down.output);
    await eventually(
      async () => {
        assert.deepEqual(await leftBehind(project.instance), []);
      },
      { deadlineMs: 20_000 },
    );
  }

  it("says that its disk is full, and works once it is not", async () => {
    // The small disk is seen by this command alone.
    const small = `mount -t tmpfs -o size=20m tmpfs ${stored} && exec "$0" "$@"`;
    const words = ["--mount", "sh", "-c", small, process.execPath, "toolchain/bootstrap.mjs", "up", approach];
    const { exitCode, all } = await execa("unshare", words, {
      cwd: project.folder,
      env: project.env,
      extendEnv: false,
      all: true,
      reject: false,
    });
    assert.notEqual(exitCode, 0, all);
    assert.match(all, /No space left on device/);
    assert.doesNotMatch(all, /\n\s+at .+:\d+:\d+/, "a stack trace is shown");
    await worksAndLeavesNothing();
  });

  it("makes a network anew that a killed run has left half made", async () => {
    const up = await runCli(project, ["up", approach]);
    assert.equal(up.exitCode, 0, up.output);
    const { stdout } = await execa("ip", ["netns", "list"]);
    const outputs = await new TestStack(project, approach).outputs();
    const { containers = {} } = outputs.deployments[approach] ?? {};
    const names = stdout.split("\n").map((line) => line.split(" ")[0] ?? "");
    const networks = names.filter((name) => name.includes(project.instance) && !(name in containers));
    const down = await runCli(project, ["down", approach]);
    assert.equal(down.exitCode, 0, down.output);
    const [network = assert.fail("it has no network")] = networks;
    const link = `ca${createHash("sha256").update(network).digest("hex").slice(0, 10)}`;
    await execa("ip", ["netns", "add", network]);
    await execa("ip", ["link", "add", link, "type", "veth", "peer", "name", "host0", "netns", network]);
    await worksAndLeavesNothing();
  });
});
