import { execa } from "execa";
import assert from "node:assert/strict";
import { join } from "node:path";
import { skip } from "../skip.ts";
import { root } from "./docker-program.ts";

/** Adds tests of a shell script to a suite. @param path in the project @param shell that runs it */
export function checksScript(path: string, shell: "sh" | "bash" = "sh"): void {
  it(`is a script that ${shell} can parse`, async () => {
    assert.equal((await execa(shell, ["-n", join(root, path)])).stderr, "");
  });

  it("is a script that passes shellcheck", async function () {
    const { failed } = await execa("shellcheck", ["--version"], { reject: false });
    if (failed) skip(this, "this machine has no shellcheck");
    const { exitCode, stdout } = await execa("shellcheck", [join(root, path)], { reject: false });
    assert.equal(exitCode, 0, stdout);
  });
}
