import axios from "axios";
import { execa } from "execa";
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { approaches } from "../../stacks/approaches.ts";
import { grantingConfig, unmetRequirements } from "../../stacks/requirements.ts";
import { openSystems, type Systems } from "../../stacks/systems.ts";
import { baseImageOf, objectsOf, testEngine } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import { copyProject, type Project } from "../support/project.ts";
import { skip } from "../support/skip.ts";
import { TestStack } from "../support/stack.ts";

/** Those with all services in one container. */
const shared = Object.values(approaches).filter(
  ({ placement, plainOf }) => placement === "together" && plainOf === undefined,
);

/** What is folded and unfolded again answers as before. */
describe("a workload that was put into one container, and is taken apart again", function () {
  this.timeout(300_000);
  let project: Project;
  let unmet: ReadonlyMap<string, string>;
  let systems: Systems;

  before(async () => {
    project = await copyProject("round-trip");
    systems = await openSystems();
    unmet = await unmetRequirements(shared, systems.of, await baseImageOf(await testEngine()));
  });

  after(async () => {
    assert.deepEqual(await objectsOf(await testEngine(), project.instance), []);
    await project.remove();
  });

  for (const approach of shared) {
    it(`answers as before, with a container for each service: ${approach.name}`, async function () {
      const refused = unmet.get(approach.name);
      if (refused !== undefined) skip(this, refused);
      const { name } = systems.of(approach);
      if (name !== "docker") skip(this, `unfold takes apart what Docker runs, and the approach runs on ${name}`);
      const fat = new TestStack(project, approach.name);
      const apart = new TestStack(project, `unfolded-${approach.name}`);
      const folder = join(project.folder, ".state/unfolded", approach.name);
      await fat.init(grantingConfig(approach));
      await apart.init({ approaches: '["separate"]', workload: join(folder, "compose.yaml") });
      try {
        await fat.up();
        const before = await fat.outputs();
        const { images = [], services = {}, containers: running = {} } = before.deployments[approach.name] ?? {};
        await unfold(project, images[0] ?? "", Object.keys(running)[0] ?? "", folder);
        await apart.up();
        const after = await apart.outputs();
        const expected = await factsOf(before.url);
        await eventually(
          async () => {
            assert.deepEqual(await factsOf(after.url), expected);
          },
          { deadlineMs: 20_000 },
        );
        const { services: unfolded = {}, containers = {} } = after.deployments.separate ?? {};
        assert.deepEqual(Object.keys(unfolded).toSorted(), Object.keys(services).toSorted());
        assert.equal(Object.keys(containers).length, Object.keys(services).length);
      } finally {
        await apart.destroy();
        await fat.destroy();
      }
    });
  }
});

/** Watches for longer than the client waits between its polls, and does what the report leaves to do: a host is in a variable of its own. */
async function unfold({ folder: cwd, env }: Project, image: string, container: string, out: string): Promise<void> {
  const words = ["toolchain/bootstrap.mjs", "unfold", image, "--container", container, "--seconds", "7", "--out", out];
  const { stdout } = await execa("node", words, { cwd, env, extendEnv: false });
  assert.match(stdout, /a connection to port 8080 of server was seen, and not who made it|SERVER_HOST/);
  const path = join(out, "compose.yaml");
  await writeFile(path, (await readFile(path, "utf8")).replace("SERVER_HOST: localhost", "SERVER_HOST: server"));
}

/** What the server tells of, its values being those of another container, and how many clients poll it. */
async function factsOf(url = ""): Promise<unknown> {
  const { data, status } = await axios.get<{ polls: object }>(url, { timeout: 5_000 });
  return { status, keys: Object.keys(data).toSorted(), clients: Object.keys(data.polls).length };
}
