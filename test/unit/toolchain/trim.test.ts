import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { goFolder, readBuildPlan } from "../../../toolchain/pulumi/build-plan.ts";
import { cutLines, trimFile, type Trim } from "../../../toolchain/pulumi/trim.ts";

const text = ["import (", '  "a"', '  _ "heavy"', ")", "func f() {", "  heavy()", "}", "func g() {}"].join("\n");

describe("toolchain / what is left out of modules", () => {
  it("a cut removes a line, or all lines up to one that stays, or replaces them", () => {
    assert.equal(
      cutLines(text, [{ line: '_ "heavy"' }, { line: "func f()", until: "func g()", with: "func h() {}" }], "x.go"),
      ["import (", '  "a"', ")", "func h() {}", "func g() {}"].join("\n"),
    );
  });

  for (const [what, cut, reason] of [
    ["is not there", { line: "lighter" }, /x\.go should have one line with lighter/],
    ["is there twice", { line: "func " }, /x\.go should have one line with func/],
    ["has no end", { line: "func g()", until: "func f()" }, /x\.go has no func f\(\) after func g\(\)/],
  ] as const) {
    it(`a cut whose line ${what} is an error: another release of the module needs other cuts`, () => {
      assert.throws(() => cutLines(text, [cut], "x.go"), reason);
    });
  }

  it("every program that is built trimmed has a list of what goes, with modules that it requires and stand-ins that exist", async () => {
    const trimmed = (await readBuildPlan()).binaries.filter((binary) => binary.trimmed === true);
    assert.deepEqual(trimmed.map(({ name }) => name).sort(), ["pulumi", "pulumi-resource-docker"]);
    for (const { module } of trimmed) {
      const folder = path.join(goFolder, module);
      const required = await readFile(path.join(folder, "go.mod"), "utf8");
      for (const trim of JSON.parse(await readFile(path.join(folder, trimFile), "utf8")) as Trim[]) {
        assert.ok(required.includes(`\t${trim.module} v`), trim.module);
        assert.ok(trim.standIns === undefined || existsSync(path.join(folder, trim.standIns)), trim.standIns);
      }
    }
  });
});
