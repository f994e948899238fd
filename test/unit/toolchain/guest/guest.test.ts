import { execa } from "execa";
import fc from "fast-check";
import assert from "node:assert/strict";
import { guestRecipe } from "../../../../stacks/systems/vm/guest-recipe.ts";
import { doneIn, roundedPace } from "../../../../toolchain/guest/pace.ts";
import { guestScript } from "../../../../toolchain/guest/script.ts";

describe("the speed of guests", () => {
  it("is rounded up to a power of two, and small differences are none", () => {
    assert.deepEqual([0.3, 1, 1.4, 1.6, 2, 2.1, 7.9, 16, 16.1].map(roundedPace), [1, 1, 1, 2, 2, 4, 8, 16, 32]);
  });

  it("is never told to be more than it is, but for small differences", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1000, noNaN: true }), (times) => {
        const pace = roundedPace(times);
        assert(pace >= times || (pace === 1 && times <= 1.5), `${times} became ${pace}`);
        assert(pace < Math.max(2, 2 * times));
      }),
    );
  });

  it("is read from what the program prints, among lines of a console", () => {
    assert.equal(doneIn("[    0.1] ACPI: none\r\ndone 123\r\ndone 99\r\n"), 123);
    for (const nothing of ["", "done", "done 0\n", "undone 5 x"])
      assert.throws(() => doneIn(nothing), /cannot be read/, nothing);
  });
});

describe("the scripts of guests", () => {
  it("are scripts of sh", async () => {
    for (const script of [guestScript(guestRecipe), guestRecipe.init, guestRecipe.work])
      await execa("sh", ["-n"], { input: script });
  });

  it("count work for a second, three times", async () => {
    const { stdout } = await execa("sh", ["-c", guestRecipe.work]);
    assert(doneIn(stdout) > 0);
  }).timeout(30_000);

  it("put drivers in their order, and programs with their libraries", () => {
    const script = guestScript({ ...guestRecipe, modules: ["drivers/first", "net/second"], programs: ["ip"] });
    assert.match(script, /kernel\/drivers\/first\.ko" modules\/00\.ko\n.*kernel\/net\/second\.ko" modules\/01\.ko/);
    assert.match(script, /for program in ip; do/);
  });
});
