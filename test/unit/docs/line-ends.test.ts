import { execa } from "execa";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { skip } from "../../support/skip.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

const root = resolve(import.meta.dirname, "../../..");

describe("line ends", () => {
  const folder = useTemporaryFolder();

  it("are those of the repository, also for a clone with core.autocrlf", async function () {
    if (!existsSync(join(root, ".git"))) skip(this, "this is no clone");
    const clone = join(folder(), "clone");
    const options = ["--quiet", "--no-checkout", "--config", "core.autocrlf=true"];
    await execa("git", ["clone", ...options, root, clone]);
    await execa("git", ["checkout", "HEAD", "--", ".gitattributes", "pulumiw", "stacks"], { cwd: clone });
    for (const path of ["pulumiw", "stacks/systems/docker/control.sh"])
      assert.ok(!(await readFile(join(clone, path), "utf8")).includes("\r"), `${path} has line ends of Windows`);
  });
});
