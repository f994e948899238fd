import { DockerfileParser, PropertyInstruction } from "dockerfile-ast";
import assert from "node:assert/strict";
import { separate } from "../../../../stacks/approaches/separate/index.ts";
import type { Approach, Rendering } from "../../../../stacks/contract.ts";
import { imageLabel, ownerLabels } from "../../../../stacks/rendering/labels.ts";
import { networkName } from "../../../../stacks/rendering/names.ts";
import { bundle } from "../../../support/unit/fixtures/bundle.ts";
import { planned, type Given } from "../../../support/unit/plans.ts";
import {
  everythingWorkload,
  quietService,
  sampleScope,
  sampleService,
  sampleSettings,
  sampleWorkload,
} from "../../../support/unit/samples.ts";
import { textOf } from "../../../support/unit/text-of.ts";

const base = { name: "debian:bookworm-slim", id: "sha256:1" };
const plan = (approach: Approach, workload = everythingWorkload(), given: Given = {}) =>
  planned(approach, workload, { baseImage: base, folder: ".state/contexts", ...given });

describe("the plan of a deployment", () => {
  it("tags each image with the hash of its content", () => {
    for (const { reference, hash, name } of plan(separate).images) {
      assert.equal(reference, `container-approaches/000000/separate/separate-${name}:${hash}`);
      assert.match(hash, /^[0-9a-f]{12}$/);
    }
  });

  it("gives every image another tag when the base image changes under its name", () => {
    const before = plan(separate).images.map(({ hash }) => hash);
    const after = plan(separate, everythingWorkload(), { baseImage: { ...base, id: "sha256:2" } }).images.map(
      ({ hash }) => hash,
    );
    assert.ok(before.every((hash, index) => hash !== after[index]));
  });

  it("gives another tag only to the service whose file changed", () => {
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

  it("labels each image with its owner and its name, below the packages that others have, too", () => {
    const { images, rendering } = plan(separate);
    for (const [index, { files }] of images.entries()) {
      const image = rendering.images[index] ?? assert.fail("an image that nothing renders");
      const { name, packageLayer = `FROM ${base.name}\n` } = image;
      const dockerfile = textOf(files.find(({ path }) => path === "Dockerfile"));
      assert.ok(dockerfile.startsWith(packageLayer));
      const [label] = DockerfileParser.parse(dockerfile.slice(packageLayer.length)).getInstructions();
      assert.ok(label instanceof PropertyInstruction);
      const labels = label.getProperties().map((property) => [property.getName(), property.getValue()]);
      assert.deepEqual(Object.fromEntries(labels), { ...ownerLabels(sampleScope()), [imageLabel]: name });
      assert.equal(dockerfile.replace(/LABEL (?:.*\\\n)*.*\n/, ""), image.dockerfile);
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
    // It has no owner label: all stacks share it.
    assert.deepEqual(plan(separate, workload, { settings: elsewhere }).packageLayers, [layer]);
    assert.notEqual(
      plan(separate, workload, { baseImage: { ...base, id: "sha256:2" } }).packageLayers[0]?.hash,
      layer.hash,
    );
  });

  it("outputs where each service runs, from which image, on which networks", () => {
    const { output, images } = plan(separate);
    assert.equal(output.entry.url, "http://127.0.0.1:20000");
    assert.deepEqual(
      output.images,
      images.map(({ reference }) => reference),
    );
    assert.deepEqual(Object.keys(output.services), ["web", "store", "mailer"]);
    const { replicas, image, networks } = output.services.store ?? assert.fail("no service store");
    assert.deepEqual(
      replicas.map(({ container }) => container),
      ["ca-000000-separate-store"],
    );
    assert.equal(image, images[1]?.reference);
    assert.deepEqual(networks, [networkName(sampleScope(), "back", true)]);
  });

  for (const [address, host] of [
    ["127.0.0.2", "127.0.0.2"],
    ["0.0.0.0", "127.0.0.1"],
    ["::", "[::1]"],
    ["FE80::1", "[fe80::1]"],
  ] as const) {
    it(`outputs http://${host}:20000 as the URL if the published address is ${address}`, () => {
      const { entry } = plan(separate, everythingWorkload(), { address }).output;
      assert.deepEqual(entry, { scheme: "http", address, port: 20_000, url: `http://${host}:20000` });
    });
  }

  it("outputs the one container for every service that runs in it", () => {
    const { output } = plan(bundle);
    const containers = Object.values(output.services).flatMap(({ replicas }) => replicas.map((one) => one.container));
    assert.deepEqual(
      containers,
      ["web", "store", "mailer"].map(() => "ca-000000-separate-all"),
    );
    assert.deepEqual(Object.keys(output.containers), ["ca-000000-separate-all"]);
    assert.deepEqual(output.traits, bundle.traits);
    assert.deepEqual(output.warnings, ["no supervisor restarts a service that ends"]);
  });

  const broken = (changed: Partial<Rendering>): Approach => ({
    ...separate,
    render: (workload, settings) => ({ ...separate.render(workload, settings), ...changed }),
  });

  it("fails if a rendering has a service without replica, or one without container or image", () => {
    const web = { replicas: [], control: "system" } as const;
    assert.throws(() => plan(broken({ services: { web } })), /nothing is rendered for the service "web"/);
    const lost = { ...web, replicas: [{ container: "nowhere", name: "web" }] };
    assert.throws(() => plan(broken({ services: { web: lost } })), /refers to the container "nowhere"/);
    assert.throws(() => plan(broken({ images: [] })), /nothing is rendered for the service "web"/);
  });
});
