import assert from "node:assert/strict";
import { stateIn } from "../../../cli/stack/state.ts";
import { schemaVersion } from "../../../stacks/outputs.ts";

describe("a stack's state", () => {
  it("has no resources before the first deployment", () => {
    const empty = { resources: [], pendingOperations: 0, outputs: undefined };
    assert.deepEqual(stateIn({ deployment: {} }), empty);
    assert.deepEqual(stateIn({ deployment: { resources: [] } }), empty);
  });

  it("has all of a stack's resources: each system knows its own", () => {
    const resources = [
      { type: "pulumi:pulumi:Stack" },
      { type: "docker:index/network:Network", id: "n1", outputs: { name: "back" } },
    ];
    assert.deepEqual(stateIn({ deployment: { resources } }).resources, resources);
  });

  it("has the stack's outputs, unless another release has deployed it", () => {
    const outputsOf = (outputs: Readonly<Record<string, unknown>>) =>
      stateIn({ deployment: { resources: [{ type: "pulumi:pulumi:Stack", outputs }] } }).outputs;
    const current = { schemaVersion, instance: "abc123", deployments: {} };
    assert.deepEqual(outputsOf(current), current);
    assert.equal(outputsOf({ ...current, schemaVersion: schemaVersion - 1 }), undefined);
    assert.equal(outputsOf({}), undefined);
  });

  it("counts the operations that a killed Pulumi left pending", () => {
    assert.equal(stateIn({ deployment: { pending_operations: [{}, {}] } }).pendingOperations, 2);
    assert.equal(stateIn({ deployment: { pending_operations: null } }).pendingOperations, 0);
  });
});
