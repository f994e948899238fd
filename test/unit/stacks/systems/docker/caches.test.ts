import assert from "node:assert/strict";
import { removeCaches } from "../../../../../stacks/systems/docker/caches.ts";
import { fakeDocker, type Answer } from "../../../../support/unit/fake-docker.ts";

interface FakeImage {
  readonly name: string;
  readonly layers: readonly string[];
  readonly cache?: boolean;
  readonly instance?: string;
}

interface FakeContainer {
  readonly image: string;
  readonly instance: string;
}

interface FakeEngine {
  readonly images: Readonly<Record<string, FakeImage>>;
  readonly containers?: Readonly<Record<string, FakeContainer>>;
  /** Ids that are listed and cannot be inspected any more. */
  readonly vanished?: readonly string[];
  /** Results of removing an image, by its name. */
  readonly refused?: Readonly<Record<string, string>>;
}

function engineWith({ images, containers = {}, vanished = [], refused = {} }: FakeEngine) {
  return fakeDocker((args): Answer => {
    const last = args.at(-1) ?? "";
    switch (args.slice(0, 2).join(" ")) {
      case "image ls":
        return listed(images, args);
      case "ps --all":
        return Object.keys(containers).join("\n");
      case "image inspect":
        return inspected(args.slice(4), vanished, (id) => {
          const { layers = [], instance } = images[id] ?? {};
          const Labels = instance === undefined ? null : { "container-approaches.instance": instance };
          return JSON.stringify({ id, layers, config: { Labels } });
        });
      case "container inspect":
        return inspected(args.slice(4), vanished, (id) => {
          const { image = "", instance = "" } = containers[id] ?? {};
          return `${image} ${instance}`;
        });
      case "image rm":
        return refused[last] === undefined ? "" : { stderr: refused[last] };
      default:
        throw new Error(`docker was asked: ${args.join(" ")}`);
    }
  });
}

function listed(images: FakeEngine["images"], args: readonly string[]): string {
  const matches: Readonly<Record<string, (image: FakeImage) => boolean>> = {
    "label=container-approaches.cache": ({ cache }) => cache === true,
    "label=container-approaches.instance": ({ instance }) => instance !== undefined,
    "reference=container-approaches/base": ({ name }) => name.startsWith("container-approaches/base:"),
  };
  const chosen = matches[args[args.indexOf("--filter") + 1] ?? ""] ?? (() => false);
  const found = Object.entries(images).filter(([, image]) => chosen(image));
  return found.map(([id, { name }]) => (args.includes("--quiet") ? id : `${id} ${name}`)).join("\n");
}

function inspected(ids: readonly string[], vanished: readonly string[], line: (id: string) => string): Answer {
  const gone = ids.filter((id) => vanished.includes(id));
  const stdout = ids
    .filter((id) => !vanished.includes(id))
    .map(line)
    .join("\n");
  const stderr = gone.map((id) => `Error response from daemon: no such image: ${id}: No such image: ${id}`).join("\n");
  return gone.length === 0 ? stdout : { stdout, stderr };
}

const packages: FakeImage = { name: "container-approaches/packages:p1", layers: ["debian", "python"], cache: true };
const base: FakeImage = { name: "container-approaches/base:b1", layers: ["debian"] };
const shared = { "sha256:p": packages, "sha256:b": base };

function removed(docker: ReturnType<typeof engineWith>): string[] {
  return docker.calls.filter(([, verb]) => verb === "rm").map((call) => call.slice(2).join(" "));
}

describe("removing what stacks share", () => {
  it("removes all if nothing is deployed", async () => {
    const docker = engineWith({ images: shared });
    assert.deepEqual(await removeCaches(docker), [
      `removed the shared image ${packages.name}`,
      `removed the shared image ${base.name}`,
    ]);
    assert.deepEqual(removed(docker), [packages.name, base.name]);
  });

  it("keeps what another clone's images are built on, and names its instance", async () => {
    const web = (instance: string, file: string) => ({
      name: `w:${file}`,
      layers: [...packages.layers, file],
      instance,
    });
    const webs = { "sha256:1": web("bbbbbb", "x"), "sha256:2": web("aaaaaa", "y"), "sha256:3": web("aaaaaa", "z") };
    const docker = engineWith({ images: { ...shared, ...webs } });
    assert.deepEqual(await removeCaches(docker), [
      `kept the shared image ${packages.name}: in use by the instances aaaaaa, bbbbbb`,
      `kept the shared image ${base.name}: in use by the instances aaaaaa, bbbbbb`,
    ]);
    assert.deepEqual(removed(docker), []);
  });

  it("removes package layers that none of the other's images has, and keeps the base below", async () => {
    const plain = { name: "plain:1", layers: ["debian", "files", "python"], instance: "aaaaaa" };
    assert.deepEqual(await removeCaches(engineWith({ images: { ...shared, "sha256:1": plain } })), [
      `removed the shared image ${packages.name}`,
      `kept the shared image ${base.name}: in use by the instance aaaaaa`,
    ]);
  });

  it("keeps a base to which an image adds no layer", async () => {
    const labelsOnly = { name: "labels:1", layers: packages.layers, instance: "aaaaaa" };
    const docker = engineWith({ images: { ...shared, "sha256:1": labelsOnly } });
    await removeCaches(docker);
    assert.deepEqual(removed(docker), []);
  });

  it("keeps what a container with an unlabelled image runs on", async () => {
    const untagged = { name: "<none>:<none>", layers: ["debian", "python", "x"] };
    const docker = engineWith({
      images: { ...shared, "sha256:1": untagged },
      containers: { c1: { image: "sha256:1", instance: "cccccc" } },
    });
    assert.deepEqual(await removeCaches(docker), [
      `kept the shared image ${packages.name}: in use by the instance cccccc`,
      `kept the shared image ${base.name}: in use by the instance cccccc`,
    ]);
  });

  it("is not prevented by images of others that are built on something else", async () => {
    const other = { name: "ubuntu-web:1", layers: ["ubuntu", "python", "x"], instance: "aaaaaa" };
    const docker = engineWith({ images: { ...shared, "sha256:1": other } });
    await removeCaches(docker);
    assert.deepEqual(removed(docker), [packages.name, base.name]);
  });

  it("is not prevented by images and containers that are removed meanwhile", async () => {
    const going = { name: "w:1", layers: ["debian", "python", "x"], instance: "aaaaaa" };
    const docker = engineWith({
      images: { ...shared, "sha256:1": going },
      containers: { c1: { image: "sha256:1", instance: "aaaaaa" } },
      vanished: ["sha256:1", "c1", "sha256:p"],
    });
    assert.deepEqual(await removeCaches(docker), [`removed the shared image ${base.name}`]);
  });

  it("keeps everything where Docker cannot tell what another's container runs on", async () => {
    const docker = engineWith({
      images: shared,
      containers: { c1: { image: "sha256:1", instance: "aaaaaa" } },
      vanished: ["sha256:1"],
    });
    await removeCaches(docker);
    assert.deepEqual(removed(docker), []);
  });

  it("removes an untagged image by its id", async () => {
    const docker = engineWith({ images: { "sha256:p": { ...packages, name: "<none>:<none>" } } });
    assert.deepEqual(await removeCaches(docker), ["removed the shared image sha256:p"]);
  });

  it("prints Docker's words for what Docker refuses to remove", async () => {
    const docker = engineWith({ images: shared, refused: { [packages.name]: "image is in use\n" } });
    assert.deepEqual(await removeCaches(docker), [
      `kept the shared image ${packages.name}: image is in use`,
      `removed the shared image ${base.name}`,
    ]);
  });

  it("removes nothing if Docker does not list what is deployed", async () => {
    const docker = fakeDocker(([, verb]) =>
      verb === "inspect" ? { stderr: "Cannot connect to the Docker daemon" } : "sha256:1 x:1",
    );
    await assert.rejects(removeCaches(docker), /Cannot connect/);
    assert.deepEqual(removed(docker), []);
  });
});
