import fc from "fast-check";
import assert from "node:assert/strict";
import { runsCommand, terminated, variablesIn } from "../../support/process.ts";

/** What a process can be given: any text without a zero byte. */
const text = fc.string({ unit: "grapheme" }).filter((one) => !one.includes("\0"));

describe("texts that end with a zero byte", () => {
  it("are read unchanged, empty ones too", () => {
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        assert.deepEqual(terminated(texts.map((one) => `${one}\0`).join("")), texts);
      }),
    );
  });

  it("are variables, whose values may have an equals sign", () => {
    assert.deepEqual(variablesIn("A=\0B==b=\0C=c\n\0"), { A: "", B: "=b=", C: "c\n" });
  });
});

describe("whether a process runs a command", () => {
  const command = ["/usr/bin/serve", "", "-x"];

  it("is true if its arguments are the command's", () => {
    assert.ok(runsCommand(command, command));
  });

  it("is true after the interpreter that a script names", () => {
    assert.ok(runsCommand(["/usr/bin/python3", "-B", ...command], command));
  });

  const others: Record<string, readonly string[]> = {
    "an argument is missing": ["/usr/bin/serve", "-x"],
    "an argument is more": [...command, ""],
    "an argument is different": ["/usr/bin/serve", "", "-y"],
    "another program starts it": ["/usr/bin/env", "-i", "setpriv", ...command],
    "nothing runs": [],
  };
  for (const [what, argv] of Object.entries(others)) {
    it(`is false if ${what}`, () => {
      assert.ok(!runsCommand(argv, command));
    });
  }
});
