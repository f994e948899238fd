import { DockerfileParser, PropertyInstruction } from "dockerfile-ast";
import assert from "node:assert/strict";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import type { Approach } from "../../../../stacks/contract.ts";
import { planDeployment } from "../../../../stacks/plan/deployment.ts";
import { ownerLabels } from "../../../../stacks/rendering/labels.ts";
import { networkName } from "../../../../stacks/rendering/names.ts";
import { bundle } from "../../../support/unit/fixtures/bundle.ts";
import {
  everythingWorkload,
  quietService,
  sampleScope,
  sampleService,
  sampleSettings,
  sampleWorkload,
} from "../../../support/unit/samples.ts";

const base = { name: "debian:bookworm-slim", id: "sha256:1" };
const plan = (approach: Approach, workload = everythingWorkload(), image = base) =>
  planDeployment(approach, workload, sampleSettings(), image, ".state/contexts");

describe("the plan of a deployment", () => {
  it("tags each image with the hash of its content", () => {
    for (const { reference, hash, name } of plan(separate).images) {
      assert.equal(reference, `container-approaches/000000/separate/separate-${name}:${hash}`);
      assert.match(hash, /^[0-9a-f]{12}$/);
    }
  });

  it("gives every image another tag when the base image changes under its name", () => {
    const before = plan(separate).images.map(({ hash }) => hash);
    const after = plan(separate, everythingWorkload(), { ...base, id: "sha256:2" }).images.map(({ hash }) => hash);
    assert.ok(before.every((hash, index) => hash !== after[index]));
  });

  it("gives only the service another tag whose file changed", () => {
    const services = (content: string) => [
      sampleService({ files: [{ path: "/web", content, mode: 0o644 }] }),
      quietService({ files: [{ path: "/worker", content: "same", mode: 0o644 }] }),
    ];
    const [before, after] = ["1", "2"].map(
      (content) => plan(separate, sampleWorkload({ services: services(content) })).images,
    );
    assert.notEqual(before?.[0]?.reference, after?.[0]?.reference);
    assert.equal(before?.[1]?.reference, after?.[1]?.reference);
  });

  it("labels each image with its owner, below everything that deployments share", () => {
    const { images, rendering } = plan(separate);
    for (const [index, { files }] of images.entries()) {
      const rendered = rendering.images[index]?.dockerfile ?? assert.fail("an image that nothing renders");
      const dockerfile = files.find(({ path }) => path === "Dockerfile")?.content ?? "";
      assert.ok(dockerfile.startsWith(rendered));
      const [label, ...more] = DockerfileParser.parse(dockerfile.slice(rendered.length)).getInstructions();
      assert.deepEqual(more, []);
      assert.ok(label instanceof PropertyInstruction);
      const labels = label.getProperties().map((property) => [property.getName(), property.getValue()]);
      assert.deepEqual(Object.fromEntries(labels), ownerLabels(sampleScope()));
    }
  });

  it("puts each image's context at a path that only the deployment's names decide", () => {
    const contexts = plan(separate).images.map(({ context }) => context);
    assert.deepEqual(
      contexts,
      ["web", "store", "mailer"].map((name) => `.state/contexts/separate/separate-${name}`),
    );
  });

  it("keeps each package layer once, the same for every stack", () => {
    const services = [sampleService({ packages: ["a"] }), quietService({ packages: ["a"] })];
    const workload = sampleWorkload({ services });
    const [layer, ...more] = plan(separate, workload).packageLayers;
    assert.deepEqual(more, []);
    assert.ok(layer);
    assert.equal(layer.reference, `container-approaches/packages:${layer.hash}`);
    assert.equal(layer.context, `.state/contexts/packages-${layer.hash}`);
    const elsewhere = sampleSettings({ scope: { ...sampleSettings().scope, instance: "ffffff", stack: "dev" } });
    // Not even its label says whose it is: it is everybody's.
    assert.deepEqual(planDeployment(separate, workload, elsewhere, base, ".state/contexts").packageLayers, [layer]);
    assert.notEqual(plan(separate, workload, { ...base, id: "sha256:2" }).packageLayers[0]?.hash, layer.hash);
  });

  it("puts out where each service runs, from which image, on which networks", () => {
    const { output, images } = plan(separate);
    assert.equal(output.url, "http://127.0.0.1:20000");
    assert.deepEqual(
      output.images,
      images.map(({ reference }) => reference),
    );
    assert.deepEqual(Object.keys(output.services), ["web", "store", "mailer"]);
    const { unit, image, networks } = output.services.store ?? assert.fail("no service store");
    assert.equal(unit, "ca-000000-separate-store");
    assert.equal(image, images[1]?.reference);
    assert.deepEqual(networks, [networkName(sampleScope(), "back", true)]);
  });

  for (const [address, host] of [
    ["127.0.0.2", "127.0.0.2"],
    ["0.0.0.0", "127.0.0.1"],
    ["::", "[::1]"],
    ["FE80::1", "[fe80::1]"],
  ] as const) {
    it(`gives http://${host}:20000 as the address where ${address} is published`, () => {
      const settings = sampleSettings({ publish: { address, port: 20000 } });
      const { output } = planDeployment(separate, everythingWorkload(), settings, base, "contexts");
      assert.equal(output.url, `http://${host}:20000`);
    });
  }

  it("puts out the one unit for every service that runs in it", () => {
    const { output } = plan(bundle);
    assert.deepEqual(new Set(Object.values(output.services).map(({ unit }) => unit)).size, 1);
    assert.deepEqual(output.traits, bundle.traits);
    assert.deepEqual(output.warnings, ["nothing restarts a service that ends"]);
  });

  it("fails where a rendering forgets a service", () => {
    const forgetful: Approach = {
      ...separate,
      render: (workload, settings) => ({ ...separate.render(workload, settings), control: {} }),
    };
    assert.throws(() => plan(forgetful), /no unit, image or control for the service "web"/);
  });
});
