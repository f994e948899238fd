import assert from "node:assert/strict";
import type { FileSource, Service, Workload } from "../../services/contract.ts";
import { approaches } from "../../stacks/approaches.ts";
import type { Approach } from "../../stacks/contract.ts";
import { grantingConfig } from "../../stacks/requirements.ts";
import { control } from "../support/control.ts";
import { containersOfReplicas, deploymentOf } from "../support/deployment.ts";
import { inspected, objectsOf, removeVolumesOf, testEngine } from "../support/engine.ts";
import { definitionOf, entryOf } from "../support/roles.ts";
import { failsCleanly, faultyProject, type Faulty } from "./support.ts";

const workloadName = "everything";

/** A service of the workload that listens on no port and can have replicas. */
function quietOf({ services }: Workload<FileSource>): Service<FileSource> {
  return services.find(({ port, replicas }) => port === undefined && replicas > 1) ?? assert.fail("no such service");
}

describe("scaling by configuration", function () {
  this.timeout(180_000);
  let faulty: Faulty;
  let workload: Workload<FileSource>;
  let entry = "";
  let quiet = "";

  /** Name to id of all containers. */
  async function ids(): Promise<Readonly<Record<string, string>>> {
    const docker = await testEngine();
    const objects = await objectsOf(docker, faulty.instance);
    const names = objects
      .filter((line) => line.startsWith("container "))
      .map((line) => line.slice("container ".length));
    const found = names.map(async (name) => [name, await inspected<string>(docker, name, ".Id")] as const);
    return Object.fromEntries(await Promise.all(found));
  }
  /** Containers that a preview shows as changed, with what happens to them. */
  async function previewed(): Promise<string[]> {
    const { exitCode, output } = await faulty.stack.run(["preview", "--stack", faulty.stack.name]);
    assert.equal(exitCode, 0, output);
    return [...output.matchAll(/docker:index:Container\s+separate-(\S+)\s+(\w+)/g)]
      .map(([, name = "", what = ""]) => `${what} ${name}`)
      .sort();
  }
  const names = (service: string, ...numbers: readonly number[]) =>
    numbers.map((number) => `ca-${faulty.instance}-separate-${service}${number === 1 ? "" : `_${number}`}`);

  before("deploy", async () => {
    workload = await definitionOf(workloadName);
    entry = entryOf(workload).name;
    quiet = quietOf(workload).name;
    faulty = await faultyProject("scaling");
    await faulty.stack.configure("workload", workloadName);
    await faulty.stack.scale(quiet, 1);
    await faulty.stack.up();
  });

  it("up creates the new replicas of any service, and touches no other container", async () => {
    const earlier = await ids();
    await faulty.stack.scale(quiet, 3);
    await faulty.stack.scale(entry, 3);
    const created = [`${quiet}_2`, `${quiet}_3`, `${entry}_2`, `${entry}_3`];
    assert.deepEqual(await previewed(), created.map((name) => `create ${name}`).sort());
    await faulty.stack.up();
    const later = await ids();
    const added = Object.keys(later).filter((name) => !(name in earlier));
    assert.deepEqual(added.sort(), [...names(quiet, 2, 3), ...names(entry, 2, 3)].sort());
    for (const [name, id] of Object.entries(earlier)) assert.equal(later[name], id, name);
    await faulty.stack.up("--expect-no-changes");
  });

  it("up removes replicas that are too many, and touches no other container", async () => {
    const earlier = await ids();
    await faulty.stack.scale(quiet, 2);
    await faulty.stack.scale(entry, 2);
    assert.deepEqual(await previewed(), [`delete ${entry}_3`, `delete ${quiet}_3`].sort());
    await faulty.stack.up();
    const removed = [...names(quiet, 3), ...names(entry, 3)];
    assert.deepEqual(
      await ids(),
      Object.fromEntries(Object.entries(earlier).filter(([name]) => !removed.includes(name))),
    );
    await faulty.stack.up("--expect-no-changes");
  });

  it("DNS has the addresses of those that are left", async () => {
    const deployment = deploymentOf(await faulty.stack.outputs(), "separate");
    assert.deepEqual(containersOfReplicas(deployment, entry), names(entry, 1, 2));
    const found = await control(deployment, quiet, "exec", "getent", "ahostsv4", entry);
    assert.equal(new Set(found.split("\n").map((line) => line.split(" ")[0])).size, 2, found);
  });

  after("destroy", async () => {
    await faulty.stack.destroy();
    await removeVolumesOf(await testEngine(), faulty.instance);
    assert.deepEqual(await objectsOf(await testEngine(), faulty.instance), []);
    await faulty.project.remove();
  });
});

describe("scaling a service with a port, reported before anything is created", function () {
  this.timeout(60_000);
  // One of each kind: unit tests render with all.
  const refusing = (["pod", "together"] as const).flatMap((kind) => {
    const found: Approach | undefined = Object.values(approaches).find(({ placement }) => placement === kind);
    return found === undefined ? [] : [found];
  });

  it("is tried where replicas share a pod, and where they share a container", () => {
    assert.equal(refusing.length, 2);
  });

  for (const approach of refusing) {
    it(`where replicas share a network: ${approach.name}`, async () => {
      const faulty = await faultyProject(`scaling-${approach.name}`, approach.name);
      try {
        const { name, port } = entryOf(await definitionOf(workloadName));
        const config = { workload: workloadName, ...grantingConfig(approach) };
        for (const [key, value] of Object.entries(config)) await faulty.stack.configure(key, value);
        await faulty.stack.scale(name, 2);
        await failsCleanly(faulty, [
          `The service ${name} of the workload ${workloadName} has 2 replicas.`,
          `Allowed: 1, since it listens on port ${port ?? 0}`,
          `./pulumiw config set --path services.${name}.replicas 1`,
          /these can: .*separate/,
        ]);
      } finally {
        await faulty.project.remove();
      }
    });
  }
});
