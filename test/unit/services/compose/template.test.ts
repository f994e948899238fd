import fc from "fast-check";
import assert from "node:assert/strict";
import { substitute, TemplateProblem } from "../../../../services/compose/template.ts";

const values: Readonly<Record<string, string>> = { B: "b", E: "" };
const lookup = (name: string) => values[name];
const text = (template: string) => substitute(template, lookup).text;

/** B has a value, E is empty, U and F are not set. As `docker compose config` has it. */
const results: Readonly<Record<string, string>> = {
  "a ${U:-b} c": "a b c",
  "$(cmd)": "$(cmd)",
  "$}": "$}",
  $1: "$1",
  a$: "a$",
  $$B: "$B",
  $$$B: "$b",
  "$${B}": "${B}",
  "${U:-{x}}": "{x}",
  "${U:-${B}}": "b",
  "${U:-a}b}": "ab}",
  "${B-x}${U-y}": "by",
  "${E:-d}${E-d}|${E:+p}|${E+p}": "d||p",
  "${B:?m}": "b",
  "${U:-$B}": "b",
  "${U:-$$B}": "$B",
  "${U-$${B}}": "${B}",
  $B$B: "bb",
  "${U:-:-x}": ":-x",
  "${U-${F} ${F}}": " ",
  "${B:+${B},}B": "b,B",
  "${U:+${U},}B": "B",
  "${U:-a-b:?c}": "a-b:?c",
  $BÄ: "bÄ",
  "${U:-}": "",
  "${U:-}}": "}",
  "${U:-/non:-alphanumeric}": "/non:-alphanumeric",
  "/tmp:/tmp/${U:-12:30:45}/path": "/tmp:/tmp/12:30:45/path",
};

describe("a text with variables", () => {
  for (const [template, result] of Object.entries(results)) {
    it(`comes to what Compose makes of it: ${template}`, () => {
      assert.equal(text(template), result);
    });
  }

  for (const template of ["${", "${}", "${ B}", "${B }", "${B!}", "${B", "x ${-y}"]) {
    it(`is refused if it names no variable: ${template}`, () => {
      assert.throws(
        () => text(template),
        (error) => error instanceof TemplateProblem && /names no variable/.test(error.found),
      );
    });
  }

  it("is refused with its own message if a variable has no value", () => {
    for (const [template, message] of [
      ["${U?msg}", "the variable U has no value: msg"],
      ["${E:?msg ${B}}", "the variable E has no value: msg b"],
      ["${U:?}", "the variable U has no value"],
    ] as const)
      assert.throws(() => text(template), { found: message });
    assert.equal(text("${E?msg}"), "");
  });

  it("looks at a default or a message only if it is used", () => {
    assert.deepEqual(substitute("${B:-${U}}${B:?${U}}${U:+${F}}", lookup), { text: "bb", unset: [] });
  });

  it("names what is not set", () => {
    assert.deepEqual(substitute("$U ${F} ${U:-$F}", lookup).unset, ["U", "F", "F"]);
  });

  it("stays as it is without a dollar sign, and with each doubled", () => {
    fc.assert(
      fc.property(fc.string(), (any) => {
        assert.equal(text(any.replaceAll("$", "$$$$")), any);
      }),
    );
  });
});
