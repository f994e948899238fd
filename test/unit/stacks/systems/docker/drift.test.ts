import assert from "node:assert/strict";
import { findDrift } from "../../../../../stacks/systems/docker/drift.ts";
import type { EngineObjects } from "../../../../../stacks/systems/docker/owned.ts";
import { objectsIn, type DeployedObjects } from "../../../../../cli/stack/state.ts";

const nothing = { containers: [], networks: [], volumes: [], images: [] };
const emptyState: DeployedObjects = { ...nothing, pendingOperations: 0 };
const state: DeployedObjects = {
  containers: [{ id: "c1", name: "web" }],
  networks: [{ id: "n1", name: "back" }],
  volumes: [{ id: "v1", name: "data" }],
  images: [{ id: "i1web:1", name: "web:1" }],
  pendingOperations: 0,
};
const engine: EngineObjects = {
  containers: [{ id: "c1", name: "web", running: true }],
  networks: [{ id: "n1", name: "back" }],
  volumes: [{ id: "v1", name: "data" }],
  images: [{ id: "i1", name: "web:1" }],
};

describe("drift", () => {
  it("is none where state and engine agree, and none where both are empty", () => {
    assert.deepEqual(findDrift(state, engine), { lost: [], stray: nothing });
    assert.deepEqual(findDrift(emptyState, nothing), { lost: [], stray: nothing });
  });

  it("is a container that does not run", () => {
    const dead = { ...engine, containers: [{ id: "c1", name: "web", running: false }] };
    assert.deepEqual(findDrift(state, dead), { lost: ["container web does not run"], stray: nothing });
  });

  it("is whatever is gone, in the order in which it is mended", () => {
    assert.deepEqual(findDrift(state, { ...nothing, images: engine.images }).lost, [
      "container web is gone",
      "network back is gone",
      "volume data is gone",
    ]);
  });

  it("is whatever no state knows", () => {
    assert.deepEqual(findDrift(emptyState, engine), { lost: [], stray: engine });
  });

  it("goes by identity: another container of the same name is a stray, and ours is gone", () => {
    const other = { id: "c2", name: "web", running: true };
    const { lost, stray } = findDrift(state, { ...engine, containers: [other] });
    assert.deepEqual(lost, ["container web is gone"]);
    assert.deepEqual(stray.containers, [other]);
  });

  it("takes the containers along with a network that no state knows, since they may hang on it", () => {
    const stray = { id: "n2", name: "back" };
    const found = findDrift({ ...state, networks: [] }, { ...engine, networks: [stray] });
    assert.deepEqual(found.lost, ["container web may hang on a network that no state knows"]);
    assert.deepEqual(found.stray, { ...nothing, containers: engine.containers, networks: [stray] });
  });

  it("does not take an image by another name for the one that is used", () => {
    const old = { id: "i1", name: "web:0" };
    assert.deepEqual(findDrift(state, { ...engine, images: [...engine.images, old] }).stray.images, [old]);
  });
});

describe("the objects in a stack's state", () => {
  it("are none before the first deployment", () => {
    assert.deepEqual(objectsIn({ deployment: {} }), emptyState);
    assert.deepEqual(objectsIn({ deployment: { resources: [] } }), emptyState);
  });

  it("are the engine's kinds, and nothing else", () => {
    const resource = (type: string, id: string, name?: string) => ({
      type,
      id,
      ...(name ? { outputs: { name } } : {}),
    });
    const resources = [
      { type: "pulumi:pulumi:Stack" },
      resource("pulumi:providers:docker", "p"),
      resource("container-approaches:index:Deployment", "d"),
      resource("docker:index/container:Container", "c1", "web"),
      resource("docker:index/network:Network", "n1", "back"),
      resource("docker:index/volume:Volume", "v1", "data"),
      resource("docker:index/remoteImage:RemoteImage", "i1web:1", "web:1"),
      resource("command:local:Command", "ready"),
    ];
    assert.deepEqual(objectsIn({ deployment: { resources } }), state);
  });

  it("count the operations that a killed Pulumi left under way", () => {
    assert.equal(objectsIn({ deployment: { pending_operations: [{}, {}] } }).pendingOperations, 2);
    assert.equal(objectsIn({ deployment: { pending_operations: null } }).pendingOperations, 0);
  });
});
