import { execa } from "execa";
import fc from "fast-check";
import assert from "node:assert/strict";
import { commandLine, quote } from "../../../../stacks/rendering/shell.ts";

describe("words of a shell command", () => {
  it("reach a program as they are, whatever is in them", async () => {
    const word = fc.string({ unit: "grapheme", maxLength: 20 }).map((text) => text.replaceAll("\0", ""));
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 8 }), async (words) => {
        const { stdout } = await execa("sh", ["-c", `printf '%s\\0' ${commandLine(words)}`], {
          stripFinalNewline: false,
        });
        assert.deepEqual(stdout.split("\0").slice(0, -1), words);
      }),
      { numRuns: 50 },
    );
  });

  it("are quoted where some shell takes them for more than a word", () => {
    for (const word of ["", "=a", "~", "a b", "$HOME", "`id`", "*", "#", "'", '"', "\\", "\n", "a;b", "ä"])
      assert.match(quote(word), /^'/, word);
  });

  it("stay bare where they mean only themselves", () => {
    for (const word of ["a", "/usr/bin/env", "-x", "--name=value", "NAME=a=b", "%h", "a,b", "user@host:1"])
      assert.equal(quote(word), word);
  });
});
