import assert from "node:assert/strict";
import { findDrift } from "../../../../../stacks/systems/docker/drift.ts";
import type { DockerObject } from "../../../../../stacks/systems/docker/owned.ts";

const web = { kind: "container", id: "c1", name: "web", works: true } as const;
const back = { kind: "network", id: "n1", name: "back", works: true } as const;
const data = { kind: "volume", id: "v1", name: "data", works: true } as const;
const image = { kind: "image", id: "i1", name: "web:1", works: true } as const;
const present: readonly DockerObject[] = [web, back, data, image];

const resource = (type: string, id: string, name?: string) => ({
  type,
  id,
  ...(name === undefined ? {} : { outputs: { name } }),
});
const deployed = [
  resource("docker:index/container:Container", "c1", "web"),
  resource("docker:index/network:Network", "n1", "back"),
  resource("docker:index/volume:Volume", "v1", "data"),
  resource("docker:index/remoteImage:RemoteImage", "i1web:1", "web:1"),
];
/** Resources of a stack that are not Docker objects. */
const others = [
  { type: "pulumi:pulumi:Stack" },
  resource("pulumi:providers:docker", "p"),
  resource("container-approaches:index:Deployment", "d"),
  resource("command:local:Command", "ready"),
];

describe("drift", () => {
  it("is none where state and Docker agree, and none where both are empty", () => {
    assert.deepEqual(findDrift(deployed, present), { lost: [], stray: [] });
    assert.deepEqual(findDrift([], []), { lost: [], stray: [] });
  });

  it("is secrets that are gone from memory: their containers are made again, after what writes the secrets", () => {
    const urn = "urn:pulumi:dev::container-approaches::command:local:Command::pod-delivered";
    const writing = { type: "command:local:Command", urn };
    const folder = "/dev/shm/container-approaches/0/dev/pod/secrets";
    const missing = [{ volume: "secrets", folder, containers: ["c1"] }];
    assert.deepEqual(findDrift([...deployed, writing, ...others], present, missing), {
      lost: [`${folder} is gone, with the secrets of the volume secrets`],
      stray: [web],
      replaced: [urn],
    });
    const [, ...rest] = deployed;
    assert.deepEqual(findDrift([...deployed, writing], [web, back, image]).replaced, [urn], "a lost volume");
    assert.equal(findDrift([...rest, writing], [back, data, image]).replaced, undefined);
  });

  it("considers only Docker's kinds of objects", () => {
    assert.deepEqual(findDrift([...others, ...deployed], present), { lost: [], stray: [] });
    assert.deepEqual(findDrift(others, []), { lost: [], stray: [] });
  });

  it("is a container that does not run", () => {
    const dead = { ...web, works: false };
    assert.deepEqual(findDrift(deployed, [dead, back, data, image]), {
      lost: ["container web does not run"],
      stray: [],
    });
  });

  it("is what is missing, in the order of repair; an image is built again without a line", () => {
    assert.deepEqual(findDrift(deployed, [image]).lost, [
      "container web is gone",
      "network back is gone",
      "volume data is gone",
    ]);
    assert.deepEqual(findDrift(deployed, [web, back, data]), { lost: [], stray: [] });
  });

  it("is what the state does not have", () => {
    assert.deepEqual(findDrift([], present), { lost: [], stray: present });
  });

  it("is no volume with data: the next deployment adopts it", () => {
    const whose = { stack: "dev", approach: "pod", workload: "hello", volume: "data" };
    assert.deepEqual(findDrift([], [{ ...data, data: whose }, image]).stray, [image]);
    assert.deepEqual(findDrift(deployed, [web, back, image]).lost, ["volume data is gone"]);
  });

  it("compares ids: another container of the same name is a stray, and ours is gone", () => {
    const other = { ...web, id: "c2" };
    const { lost, stray } = findDrift(deployed, [other, back, data, image]);
    assert.deepEqual(lost, ["container web is gone"]);
    assert.deepEqual(stray, [other]);
  });

  it("includes the containers with a network that is not in the state, because they may be attached to it", () => {
    const stray = { ...back, id: "n2" };
    const withoutNetwork = deployed.filter(({ id }) => id !== "n1");
    const found = findDrift(withoutNetwork, [web, stray, data, image]);
    assert.deepEqual(found.lost, ["container web may be attached to a network that is not in the state"]);
    assert.deepEqual(found.stray, [web, stray]);
  });

  it("does not confuse an image with another name with the one in use", () => {
    const old = { ...image, name: "web:0" };
    assert.deepEqual(findDrift(deployed, [...present, old]).stray, [old]);
  });

  it("is a container that is not attached to a network of its state any more", () => {
    const container = {
      ...resource("docker:index/container:Container", "c1"),
      outputs: { name: "web", networksAdvanced: [{ name: "back" }, { name: "front" }] },
    };
    const [, ...rest] = deployed;
    const attached = (...networks: readonly string[]) =>
      findDrift([container, ...rest], [{ ...web, networks }, back, data, image]).lost;
    assert.deepEqual(attached("front", "back"), []);
    assert.deepEqual(attached("front"), ["container web is not attached to the network back"]);
  });

  it("is a limit that was changed", () => {
    const container = {
      ...resource("docker:index/container:Container", "c1"),
      outputs: { name: "web", memory: 64, cpus: "0.5" },
    };
    const [, ...rest] = deployed;
    const lost = (memory: number, nanoCpus: number) =>
      findDrift([container, ...rest], present, [], new Map([["c1", { memory, nanoCpus }]])).lost;
    assert.deepEqual(lost(64 * 1024 ** 2, 5e8), []);
    assert.deepEqual(lost(0, 1e9), [
      "the limit of container web is none and not 64 MiB",
      "the limit of container web is 1 processors and not 0.5 processors",
    ]);
  });
});
