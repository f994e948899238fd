import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { clonePart } from "../../../../toolchain/second-host/parts.ts";
import { useTemporaryFolder } from "../temporary-folder.ts";

describe("the copy of a clone in the second host", () => {
  const folder = useTemporaryFolder();

  beforeEach(async () => {
    await mkdir(join(folder(), "stacks/approaches"), { recursive: true });
    for (const name of [".git", ".state", "node_modules", "docs", "results"])
      await mkdir(join(folder(), name), { recursive: true });
    for (const name of ["index.ts", "Pulumi.yaml", "Pulumi.dev.yaml", "Pulumi.separate.yaml", "stacks/approaches/a.ts"])
      await writeFile(join(folder(), name), name);
  });

  it("has the sources, and neither state nor stack files of this host", async () => {
    assert.deepEqual((await clonePart(folder())).names, ["Pulumi.dev.yaml", "Pulumi.yaml", "index.ts", "stacks"]);
  });

  it("is another one only if a source is another", async () => {
    const key = async () => (await clonePart(folder())).key;
    const first = await key();
    await writeFile(join(folder(), ".state/x"), "");
    await writeFile(join(folder(), "Pulumi.separate.yaml"), "changed");
    assert.equal(await key(), first);
    await writeFile(join(folder(), "stacks/approaches/a.ts"), "changed");
    const second = await key();
    assert.notEqual(second, first);
    await symlink("nowhere", join(folder(), "stacks/link"));
    assert.notEqual(await key(), second);
  });
});
