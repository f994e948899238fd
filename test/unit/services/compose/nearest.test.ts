import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../../../errors/user-error.ts";
import { nearest } from "../../../../services/compose/nearest.ts";
import { readCompose } from "../../../../services/compose/read.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

describe("the key that may have been meant", () => {
  const folder = useTemporaryFolder();

  /** What is said of a key that the specification does not have. */
  async function said(key: string): Promise<{ readonly found: string; readonly remedy: string }> {
    await writeFile(
      join(folder(), "compose.yaml"),
      `services:\n  web:\n    image: x\n    ? ${JSON.stringify(key)}\n    : a\n`,
    );
    const error: unknown = await readCompose({ files: [join(folder(), "compose.yaml")], env: {} }).catch(
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof UserError, String(error));
    return { found: error.parts.found, remedy: error.parts.remedy };
  }

  it("is at most two letters away, whatever alphabet they are of", async () => {
    assert.equal((await said("enviroment")).remedy, "write environment?");
    assert.equal((await said("image😀😀")).remedy, "write image?");
    assert.equal((await said("😀ser")).remedy, "write user?");
    assert.doesNotMatch((await said("image😀😀😀")).remedy, /write/);
    // Names of others can have such letters too: one letter is one, not two.
    assert.equal(nearest("a😀😀", ["a😀😀😀😀"]), "a😀😀😀😀");
    assert.equal(nearest("a", []), undefined);
  });

  it("is not looked for in time that grows with a key's length, and the message stays short", async () => {
    for (const letter of ["x", "😀"]) {
      const key = letter.repeat(1_000_000);
      const before = performance.now();
      const { found, remedy } = await said(key);
      assert.ok(performance.now() - before < 5000, `${letter} takes too long`);
      assert.ok(found.length < 1000, `${found.length} characters`);
      assert.doesNotMatch(remedy, /write/);
    }
  }).timeout(120_000);
});
