import fc from "fast-check";
import assert from "node:assert/strict";
import { plain, word, words } from "../../../../../stacks/supervisors/systemd/syntax.ts";
import { parseUnitFile, splitWords } from "../../../../support/unit/unit-file.ts";

describe("supervisors / systemd / syntax", () => {
  for (const [text, written] of Object.entries({
    "/usr/bin/python3": "/usr/bin/python3",
    "A=b": "A=b",
    "": '""',
    "50%": '"50%%"',
    "two words": '"two words"',
    [`it's "here"`]: `"it's \\"here\\""`,
    "C:\\dir": '"C:\\\\dir"',
    "one\ntwo\tthree": '"one\\ntwo\\tthree"',
    "\u0001": '"\\x01"',
    $HOME: '"$HOME"',
    "über €": '"über €"',
    ";": '";"',
  })) {
    it(`writes ${JSON.stringify(text)} as the word ${written}`, () => {
      assert.equal(word(text), written);
    });
  }

  it("writes any words so that systemd reads them unchanged", () => {
    // An argument of a program cannot contain a NUL.
    const texts = fc.array(fc.string({ unit: "binary" }).map((text) => text.replaceAll("\0", "")));
    fc.assert(
      fc.property(texts, (given) => {
        const line = words(given);
        assert.doesNotMatch(line, /[\n\r]/);
        assert.deepEqual(splitWords(line), given);
      }),
    );
  });

  it("writes a description on one line, with percent signs doubled and no backslash at its end", () => {
    assert.equal(plain("  100 %\n of it \\ \\"), "100 %% of it");
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseUnitFile(`[Unit]\nDescription=${plain(text)}\nAfter=x`);
      }),
    );
  });
});

describe("the reader of unit files that the tests use", () => {
  it("reads sections and repeated settings, and skips comments", () => {
    const text = "# a\n[Unit]\nAfter=a b\n\n[Service]\nEnvironment=A=1\n; b\nEnvironment=B=2\n";
    assert.deepEqual(parseUnitFile(text), { Unit: { After: ["a b"] }, Service: { Environment: ["A=1", "B=2"] } });
  });

  for (const wrong of ["After=x", "[Unit]\n=x", "[Unit]\nA=b\\\nC=d", "[Unit]\n[Unit]", "[Unit]\nwords"]) {
    it(`refuses ${JSON.stringify(wrong)}`, () => {
      assert.throws(() => parseUnitFile(wrong), assert.AssertionError);
    });
  }

  for (const wrong of ['"open', 'a"b"', "\\q", '"50%"', "%h", '"a"b']) {
    it(`refuses the words ${wrong}`, () => {
      assert.throws(() => splitWords(wrong), assert.AssertionError);
    });
  }
});
