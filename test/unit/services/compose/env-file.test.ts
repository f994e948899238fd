import assert from "node:assert/strict";
import { EnvFileProblem, readEnvFile, readRawEnvFile } from "../../../../services/compose/env-file.ts";

const around = (name: string) => ({ H: "home", "odd.name": "odd" })[name];
const read = (text: string) => Object.fromEntries(readEnvFile(text, around));

/** A file of one variable named A, unless it says otherwise, to what it comes to. */
const values: readonly (readonly [file: string, value: string | undefined])[] = [
  ["A=v#x", "v#x"],
  ["A=v #x", "v"],
  ['A="v #x" #y', "v #x"],
  ["A='$H'", "$H"],
  ['A="$H"', "home"],
  ["A=$H", "home"],
  ["A=${U:-d}", "d"],
  // No blank stands before the sign, once those after = are gone.
  ["A= # note", "# note"],
  ["A=", ""],
  ["A", undefined],
  ["export A=1", "1"],
  ["A: 1", "1"],
  ["  A  =  1  ", "1"],
  ['A="two\nlines"', "two\nlines"],
  ['A="two\\nlines"', "two\nlines"],
  ["A=two\\nlines", "two\\nlines"],
  ["A='two\\nlines'", "two\\nlines"],
  ['A="foo\\$BAR"', "foo$BAR"],
  ["A='Let\\'s go!'", "Let's go!"],
  ['A="say \\"so\\""', 'say "so"'],
  ['A="a\\tb"', "a\tb"],
  ["A=a\\tb", "a\\tb"],
  ["A=$$HOME", "$HOME"],
  ["A=1\r\n", "1"],
  ["# A=2\nA=1\n# end", "1"],
  ["A=1\nA=2", "2"],
  ["B=x\nA=$B", "x"],
];

describe("a file of variables", () => {
  for (const [file, value] of values) {
    it(`says what Compose reads in it: ${JSON.stringify(file)}`, () => {
      assert.equal(read(file).A, value);
    });
  }

  it("takes a value from around for a name without one", () => {
    assert.deepEqual(read("H\nodd.name\nnone\n"), { H: "home", "odd.name": "odd" });
  });

  it("may have names that a shell does not take", () => {
    assert.deepEqual(read("discovery.type=single-node\nA-B=1\nx[0]=2\n"), {
      "discovery.type": "single-node",
      "A-B": "1",
      "x[0]": "2",
    });
  });

  for (const [file, line, found] of [
    ["A=1\nB C=2", 2, /has a blank/],
    ["A=1\n\n'x'=2", 3, /no name of a variable has/],
    ['A="open\nB=1', 1, /does not end/],
    ["=x", 1, /no name/],
    ["A=${", 1, /names no variable/],
  ] as const) {
    it(`is refused with its line: ${JSON.stringify(file)}`, () => {
      assert.throws(
        () => read(file),
        (error) => error instanceof EnvFileProblem && error.line === line && found.test(error.message),
      );
    });
  }

  it("in the raw form keeps quotes, dollar signs and #", () => {
    const text = '# note\nA="x" # y\nB=$H\nH\nnone\n C=1\r\n';
    assert.deepEqual(Object.fromEntries(readRawEnvFile(text, around)), { A: '"x" # y', B: "$H", H: "home", C: "1" });
  });
});
