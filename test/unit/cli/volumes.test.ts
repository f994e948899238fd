import assert from "node:assert/strict";
import { namesOfVolumes, removeVolumes } from "../../../cli/stack/volumes.ts";
import type { OwnedObject, System } from "../../../stacks/systems/contract.ts";
import { paperSystem } from "../../support/unit/paper-system.ts";

const owner = { instance: "abc123", stack: "dev" };

/** A system that has volumes with data, and something without. @param used names of those that cannot be removed */
function systemWith(names: readonly string[], used: readonly string[] = []): System {
  const data = { stack: "dev", approach: "pod", workload: "hello" };
  let objects: readonly OwnedObject[] = [
    { kind: "container", id: "c", name: "web", works: true },
    ...names.map((name) => ({ kind: "volume", id: name, name, works: true, data: { ...data, volume: `the-${name}` } })),
  ];
  return {
    ...paperSystem(),
    owned: () => Promise.resolve(objects),
    remove: (those) => {
      objects = objects.filter(({ name }) => used.includes(name) || !those.some((one) => one.name === name));
      return Promise.resolve(those.map(({ name }) => `${used.includes(name) ? "kept" : "removed"} ${name}`));
    },
  };
}

describe("volumes with data, when their stack goes", () => {
  it("are left, each with a line that says how to remove it", async () => {
    const lines = await namesOfVolumes([systemWith(["a"]), systemWith(["b"])], owner);
    assert.deepEqual(lines, [
      "left the volume a with its data (the-a of hello in dev/pod); to remove it: npm run data -- remove dev the-a, or npm run down -- dev --volumes",
      "left the volume b with its data (the-b of hello in dev/pod); to remove it: npm run data -- remove dev the-b, or npm run down -- dev --volumes",
    ]);
  });

  it("are removed on request, after a line that says which", async () => {
    const said: string[] = [];
    const end = await removeVolumes([systemWith(["a", "b"])], owner, (line) => said.push(line));
    assert.deepEqual(said, [
      "removing the volume a with its data (the-a of hello in dev/pod)",
      "removing the volume b with its data (the-b of hello in dev/pod)",
    ]);
    assert.deepEqual(end, { lines: ["removed web", "removed a", "removed b"], complete: true });
  });

  it("are not all removed if something else uses one", async () => {
    const end = await removeVolumes([systemWith(["a", "b"], ["a"])], owner, () => undefined);
    assert.deepEqual(end, { lines: ["removed web", "kept a", "removed b"], complete: false });
  });

  it("need not be there", async () => {
    assert.deepEqual(await namesOfVolumes([systemWith([])], owner), []);
    assert.equal((await removeVolumes([systemWith([])], owner, () => undefined)).complete, true);
  });
});
