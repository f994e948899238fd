import assert from "node:assert/strict";
import { commandedDrift } from "../../../stacks/commanded/drift.ts";
import { madeIn, markerOf } from "../../../stacks/commanded/marker.ts";
import type { OwnedObject, StateResource } from "../../../stacks/systems/contract.ts";

const object = (kind: string, name: string, given: Partial<OwnedObject> = {}): OwnedObject => ({
  kind,
  id: name,
  name,
  works: true,
  ...given,
});

const command = (urn: string, ...made: readonly (readonly [kind: string, name: string])[]): StateResource => ({
  type: "command:local:Command",
  urn,
  outputs: {
    environment: markerOf(
      "paper",
      made.map(([kind, name]) => ({ kind, name })),
    ),
  },
});

describe("what commands have made", () => {
  const web = command("urn:web", ["container", "web"], ["volume", "web scratch"]);
  const data = { stack: "dev", approach: "a", workload: "w", volume: "v" };

  it("is read from the state, of one system, with blanks in names", () => {
    assert.deepEqual(madeIn([web, { type: "other", urn: "urn:x" }], "paper"), [
      {
        urn: "urn:web",
        objects: [
          { kind: "container", name: "web" },
          { kind: "volume", name: "web scratch" },
        ],
      },
    ]);
    assert.deepEqual(madeIn([web], "slate"), []);
  });

  it("differs in nothing from what exists", () => {
    const present = [object("container", "web"), object("volume", "web scratch"), object("volume", "kept", { data })];
    assert.deepEqual(commandedDrift("paper", [web], present), { lost: [], stray: [] });
  });

  it("is made again where it is gone, or does not run", () => {
    const { lost, replaced } = commandedDrift("paper", [web], [object("container", "web", { works: false })]);
    assert.deepEqual(lost, ["container web does not run", "volume web scratch is gone"]);
    assert.deepEqual(replaced, ["urn:web"]);
  });

  it("does not include what a killed run has left, which goes", () => {
    const left = object("network", "left");
    const present = [object("container", "web"), object("volume", "web scratch"), left];
    assert.deepEqual(commandedDrift("paper", [web], present).stray, [left]);
  });
});
