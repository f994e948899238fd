import assert from "node:assert/strict";
import { EngineRefusal } from "../../../../docker/engine-api.ts";
import { addCopies, shareInCrowd } from "../../../../lab/instruments/copies.ts";
import type { Clones } from "../../../../lab/tools/containers.ts";

function copyOf(number: number, start: () => Promise<void> = () => Promise.resolve()): Clones {
  return { names: [`copy-${number}`], createdAt: 0, start, remove: () => Promise.resolve() };
}

describe("copies of containers", () => {
  it("are added until there are enough, and keep those that were there", async () => {
    const copies = [copyOf(0)];
    assert.equal(await addCopies(5, copies, (number) => Promise.resolve(copyOf(number))), undefined);
    const names = copies.flatMap((copy) => copy.names).sort();
    assert.deepEqual(names, ["copy-0", "copy-1", "copy-2", "copy-3", "copy-4"]);
  });

  it("are added until Docker refuses one, with its words", async () => {
    const copies: Clones[] = [];
    const refused = () => Promise.reject(new EngineRefusal("POST", 500, "no more"));
    const make = (number: number) => Promise.resolve(number < 4 ? copyOf(number) : copyOf(number, refused));
    assert.match((await addCopies(20, copies, make)) ?? "", /no more/);
    assert.ok(copies.length >= 5 && copies.length < 8, `${copies.length}`);
  });

  it("that fail for another reason are a failure", async () => {
    await assert.rejects(
      addCopies(1, [], () => Promise.reject(new Error("a bug"))),
      /a bug/,
    );
  });
});

describe("a share in a crowd", () => {
  it("is that of a deployment alone, if there is one", () => {
    assert.equal(shareInCrowd(40, 25, 1), 40);
  });

  it("approaches what a further deployment adds", () => {
    assert.equal(shareInCrowd(40, 20, 20), 21);
  });
});
