import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { configIn, isSecure, stackFileConfig } from "../../../cli/stack/stack-file.ts";
import { throwsUserError } from "../../support/unit/user-error.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

describe("a stack's own file", () => {
  const folder = useTemporaryFolder();

  it("has no configuration if it does not exist, is empty, or has only comments", async () => {
    assert.deepEqual(await stackFileConfig(folder(), "mine"), {});
    for (const text of ["", "\n", "# nothing yet\n", "---\n", "{}", "config:\n", "encryptionsalt: v1:x\n"])
      assert.deepEqual(configIn(text, "mine"), {}, JSON.stringify(text));
  });

  it("gives the values of this project, by key, as they stand there", async () => {
    const text =
      "config:\n  container-approaches:port: 20000\n  container-approaches:secrets:\n    a:\n      secure: x\n  docker:host: y\n";
    await writeFile(join(folder(), "Pulumi.mine.yaml"), text);
    const config = await stackFileConfig(folder(), "mine");
    assert.deepEqual(config, { port: 20_000, secrets: { a: { secure: "x" } } });
    assert.deepEqual([isSecure(config.port), isSecure({ secure: "x" })], [false, true]);
  });

  const wrong: Readonly<Record<string, readonly [text: string, found: RegExp]>> = {
    "a tab": ["config:\n\tx: y\n", /^Pulumi\.mine\.yaml, line 2: .*[Tt]ab/],
    "a list at the top": ["- a\n", /^Pulumi\.mine\.yaml: it is a list\./],
    "a text at the top": ["hello\n", /^Pulumi\.mine\.yaml: it is the string "hello"\./],
    "a list as config": ["config:\n  - a\n", /^Pulumi\.mine\.yaml: its config is a list\./],
    "an open quote": ['config:\n  a: "b\n', /^Pulumi\.mine\.yaml, line \d+: /],
    "a key twice": ["config:\n  a: 1\n  a: 2\n", /^Pulumi\.mine\.yaml, line 3: .*unique/],
  };
  for (const [what, [text, found]] of Object.entries(wrong))
    it(`is refused with its name and the line: ${what}`, () => {
      throwsUserError(() => configIn(text, "mine"), {
        found,
        allowed: /^YAML such as\nconfig:/,
        remedy: /mend Pulumi\.mine\.yaml, or delete it/,
      });
    });
});
