import assert from "node:assert/strict";
import { driftOf, sweep, sweepWithData } from "../../../cli/stack/leftovers.ts";
import type { OwnedObject, Owner, System } from "../../../stacks/systems/contract.ts";
import { paperSystem } from "../../support/unit/paper-system.ts";

/** A system with one object of each owner, which records the owners that it was asked for. */
function systemOf(name: string, asked: Owner[]): System {
  const object: OwnedObject = { kind: "sheet", id: "1", name: `${name}-1`, works: true };
  return {
    ...paperSystem(),
    name,
    owned: (owner) => Promise.resolve(asked.push(owner) === 0 ? [] : [object]),
    drift: (resources, owner) => {
      asked.push(owner);
      return Promise.resolve({ lost: resources.map(({ type }) => type), stray: [object] });
    },
    remove: (objects) => Promise.resolve(objects.map((one) => `removed the ${one.kind} ${one.name}`)),
  };
}

describe("what a stack leaves behind", () => {
  const owner = { instance: "abc123", stack: "dev" };

  it("is removed from every system, with a line for each", async () => {
    const asked: Owner[] = [];
    const systems = [systemOf("paper", asked), systemOf("slate", asked)];
    assert.deepEqual(await sweep(systems, owner), ["removed the sheet paper-1", "removed the sheet slate-1"]);
    assert.deepEqual(asked, [owner, owner]);
  });

  it("is all but the data, unless the data are asked for", async () => {
    const data = { stack: "dev", approach: "pod", workload: "hello", volume: "data" };
    const objects = [
      { kind: "volume", id: "1", name: "kept", works: true, data },
      { kind: "volume", id: "2", name: "own", works: true },
    ];
    const system = { ...systemOf("paper", []), owned: () => Promise.resolve(objects) };
    assert.deepEqual(await sweep([system], owner), ["removed the volume own"]);
    assert.deepEqual(await sweepWithData([system], owner), ["removed the volume kept", "removed the volume own"]);
  });

  it("is compared with the state on every system, each of which sees all resources", async () => {
    const asked: Owner[] = [];
    const found = await driftOf([systemOf("paper", asked), systemOf("slate", asked)], [{ type: "a" }], owner);
    assert.deepEqual(
      found.map(({ system, drift }) => [system.name, drift.lost, drift.stray.map(({ name }) => name)]),
      [
        ["paper", ["a"], ["paper-1"]],
        ["slate", ["a"], ["slate-1"]],
      ],
    );
    assert.deepEqual(asked, [owner, owner]);
  });

  it("is nothing without a system", async () => {
    assert.deepEqual([await sweep([], owner), await driftOf([], [], owner)], [[], []]);
  });
});
