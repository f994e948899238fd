import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import type { Workload } from "../../../../../services/contract.ts";
import { separate } from "../../../../../stacks/approaches/separate/index.ts";
import { outputsByApproach, type Deployment } from "../../../../../stacks/deployment.ts";
import { engineWords } from "../../../../../stacks/systems/docker/engine-words.ts";
import { atOnce, deployment } from "../../../../support/unit/docker-deployment.ts";
import { made, type Made } from "../../../../support/unit/mocked-pulumi.ts";
import { planned } from "../../../../support/unit/plans.ts";
import { promiseOf } from "../../../../support/unit/promise-of.ts";
import { everythingWorkload } from "../../../../support/unit/samples.ts";
import { ownWorkload } from "../../../../support/unit/subjects.ts";

const container = "docker:index/container:Container";
const network = "docker:index/network:Network";
const volume = "docker:index/volume:Volume";
const image = "docker:index/remoteImage:RemoteImage";
const command = "command:local:Command";

const labels = Object.entries({
  instance: "000000",
  stack: "separate",
  approach: "separate",
  workload: "hello",
}).map(([name, value]) => ({ label: `container-approaches.${name}`, value }));

const planOf = (workload: Workload) => planned(separate, workload, { folder: ".state/contexts" });

describe("the deployment of separate / hello", () => {
  let plan: ReturnType<typeof planOf>;
  let result: Made<Deployment>;
  before(async () => {
    plan = planOf(await ownWorkload("hello"));
    result = await made((opts) => deployment(plan, atOnce, opts));
  });

  function inputsOf(type: string, name: string) {
    const found = result.registered.filter((one) => one.type === type && one.name === name);
    assert.equal(found.length, 1, `${found.length} resources ${type} ${name}`);
    return found[0]?.inputs ?? {};
  }
  const nameOf = (name: string) => plan.rendering.networks.find((one) => one.name === name)?.fullName;
  const namesOf = (type: string) =>
    result.registered
      .filter((one) => one.type === type)
      .map(({ name }) => name)
      .sort();

  it("creates networks, images and containers, and waits for them", () => {
    const layer = plan.packageLayers[0]?.hash ?? assert.fail("no package layer");
    assert.deepEqual(namesOf(network), ["separate-back", "separate-front"]);
    assert.deepEqual(namesOf(image), ["separate-client", `separate-packages-${layer}`, "separate-server"].sort());
    assert.deepEqual(namesOf(container), ["separate-client", "separate-server"]);
    assert.deepEqual(namesOf(command), ["separate-ready", "separate-server-healthy"]);
    assert.equal(result.registered.length, 2 + 3 + 2 + 2 + 1, "and the component itself, and nothing else");
  });

  it("is the parent of all that it creates", () => {
    const children = result.declared.filter(({ resource }) => resource !== result.component);
    assert.equal(children.length, 9);
    for (const { name, opts } of children) {
      assert.equal(opts.parent, result.component, name);
      assert.match(name, /^separate-/);
    }
  });

  it("creates the networks first, because they take the provider longest", () => {
    const order = result.declared.map(({ type }) => type).filter((type) => [network, image, container].includes(type));
    assert.deepEqual(order.slice(0, 2), [network, network]);
  });

  it("starts each container from its image's id, on the networks that it created", () => {
    const { image: id, networksAdvanced, labels: own } = inputsOf(container, "separate-server");
    assert.equal(id, "sha256:separate-server");
    assert.deepEqual(networksAdvanced, [
      { name: nameOf("back"), aliases: ["server"] },
      { name: nameOf("front"), aliases: [] },
    ]);
    assert.deepEqual((own as typeof labels).slice(0, labels.length), labels);
  });

  it("makes the back network internal and the front network not, with the owner's labels", () => {
    const common = { driver: "bridge", labels };
    assert.deepEqual(inputsOf(network, "separate-back"), {
      ...common,
      name: nameOf("back"),
      internal: true,
    });
    assert.deepEqual(inputsOf(network, "separate-front"), {
      ...common,
      name: nameOf("front"),
      internal: false,
    });
  });

  it("builds each image from its context, again when the content's hash changes", () => {
    for (const planned of plan.images) {
      assert.deepEqual(inputsOf(image, `separate-${planned.name}`), {
        name: planned.reference,
        build: {
          context: planned.context,
          dockerfile: "Dockerfile",
          remove: true,
          forceRemove: true,
          buildLogFile: planned.buildLog,
        },
        triggers: { content: planned.hash },
      });
    }
  });

  it("keeps the package layer when the deployment is removed, and builds it before the images", () => {
    const [layer] = plan.packageLayers;
    assert.ok(layer);
    const name = `separate-packages-${layer.hash}`;
    assert.equal(inputsOf(image, name).keepLocally, true);
    const kept = result.declared.find((one) => one.name === name)?.resource;
    const builds = plan.images.map((planned) =>
      result.declared.find((one) => one.type === image && one.name === `separate-${planned.name}`),
    );
    for (const build of builds) {
      const [needed, ...more] = [build?.opts.dependsOn].flat();
      assert.equal(needed, kept);
      assert.deepEqual(more, []);
    }
  });

  it("replaces containers by deleting first, because their names stay, and for a health check too", () => {
    for (const { opts } of result.declared.filter(({ type }) => type === container)) {
      assert.equal(opts.deleteBeforeReplace, true);
      assert.deepEqual(opts.replaceOnChanges, ["healthcheck"]);
    }
  });

  it("replaces networks by creating the new one first, because a new definition has a new name", () => {
    for (const { opts } of result.declared.filter(({ type }) => type === network)) {
      assert.equal(opts.deleteBeforeReplace, false);
    }
  });

  it("passes the readiness step its request as JSON", () => {
    const { interpreter, create, logging } = inputsOf(command, "separate-ready");
    assert.deepEqual(interpreter, ["node", "stacks/readiness/settle.mjs"]);
    assert.equal(logging, "none");
    assert.deepEqual(JSON.parse(String(create)), {
      subcommands: engineWords(["docker"]),
      again: "npm run up -- separate",
      timeoutSeconds: 10 + 4 * 5 + 30,
      containers: ["server", "client"].map((name) => ({
        name,
        container: `ca-000000-separate-${name}`,
        id: `separate-${name}-id`,
        until: "healthy",
        pids: 64,
      })),
      tasks: [],
    });
  });

  it("outputs what the plan has, once it is ready", async () => {
    assert.deepEqual(await promiseOf(result.component.output), plan.output);
    const outputs = outputsByApproach([result.component]);
    assert.deepEqual(Object.keys(outputs), ["separate"]);
    assert.deepEqual(await promiseOf(pulumi.output(outputs)), { separate: plan.output });
  });

  it("has no secrets, in inputs or outputs", async () => {
    assert.equal(await pulumi.isSecret(result.component.output), false);
    for (const { name, props } of result.declared)
      assert.equal(await pulumi.isSecret(pulumi.output(props)), false, name);
  });
});

describe("the deployment of separate / everything", () => {
  it("mounts the volumes that it creates", async () => {
    const plan = planOf(everythingWorkload());
    const { registered } = await made((opts) => deployment(plan, atOnce, opts));
    const named = (type: string, name: string) =>
      registered.find((one) => one.type === type && one.name === name)?.inputs;
    assert.equal(named(volume, "separate-volume-data")?.name, "ca-000000-separate-hello-data");
    assert.equal(named(volume, "separate-volume-data")?.driver, "local");
    assert.deepEqual(named(container, "separate-store")?.volumes, [
      { volumeName: "ca-000000-separate-hello-data", containerPath: "/var/lib/store" },
    ]);
  });

  it("fails if a container refers to something that is not planned", async () => {
    const plan = planOf(everythingWorkload());
    const broken = (changed: Partial<typeof plan.rendering>) =>
      made((opts) => deployment({ ...plan, rendering: { ...plan.rendering, ...changed } }, atOnce, opts));
    await assert.rejects(broken({ networks: [] }), /refers to "back", which it does not plan/);
    await assert.rejects(broken({ volumes: [] }), /refers to "data", which it does not plan/);
    const [first] = plan.rendering.containers;
    assert.ok(first);
    await assert.rejects(
      broken({ containers: [{ ...first, image: "none" }] }),
      /the image "none", which is not planned/,
    );
  });
});
