import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { scriptsKey } from "../../../../stacks/keeper/scripts-key.ts";

describe("the version of scripts that a container's folder gets", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "ca-scripts-"));
    await mkdir(join(folder, "guest"));
    await writeFile(join(folder, "start.sh"), "one\n");
    await writeFile(join(folder, "guest/boot.sh"), "two\n");
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("stays the same for the same scripts", async () => {
    assert.equal(await scriptsKey([folder]), await scriptsKey([folder]));
  });

  for (const name of ["start.sh", "guest/boot.sh", "more.pl"])
    it(`changes with ${name}`, async () => {
      const before = await scriptsKey([folder]);
      await writeFile(join(folder, name), "other\n");
      assert.notEqual(await scriptsKey([folder]), before);
    });

  it("changes with a file that is named by itself", async () => {
    const file = join(folder, "start.sh");
    const before = await scriptsKey([file]);
    await writeFile(file, "other\n");
    assert.notEqual(await scriptsKey([file]), before);
  });
});
