import fc from "fast-check";
import assert from "node:assert/strict";
import { chmod, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ContextFile } from "../../../../stacks/contract.ts";
import { writeContext } from "../../../../stacks/plan/context-folder.ts";
import { contextFile } from "../../../support/unit/arbitraries.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

describe("a build context", () => {
  const temporary = useTemporaryFolder();
  const folder = () => join(temporary(), "contexts/separate/web");
  const at = (path: string) => join(folder(), path);
  const files: readonly ContextFile[] = [
    { path: "Dockerfile", content: "FROM base\n", mode: 0o644 },
    { path: "rootfs/etc/web.conf", content: "ä = 1\n", mode: 0o600 },
    { path: "rootfs/usr/bin/web", content: "#!/bin/sh\n", mode: 0o755 },
  ];
  const long = new Date("2001-01-01T00:00:00Z");

  async function modeOf(path: string): Promise<string> {
    return ((await stat(at(path))).mode & 0o7777).toString(8);
  }

  it("holds the files with their contents and modes", async () => {
    await writeContext(folder(), files);
    for (const { path, content, mode } of files) {
      assert.equal(await readFile(at(path), "utf8"), content);
      assert.equal(await modeOf(path), mode.toString(8));
    }
  });

  it("holds bytes that are no text as they are, and does not write them again", async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => 255 - index));
    const image = { path: "rootfs/logo.png", content: { base64: bytes.toString("base64") }, mode: 0o644 };
    await writeContext(folder(), [...files, image]);
    assert.deepEqual(await readFile(at(image.path)), bytes);
    await utimes(at(image.path), long, long);
    await writeContext(folder(), [...files, image]);
    assert.deepEqual((await stat(at(image.path))).mtime, long);
  });

  it("is readable for all users even with a strict umask, because its modes go into the image", async () => {
    const before = process.umask(0o077);
    try {
      await writeContext(folder(), files);
    } finally {
      process.umask(before);
    }
    for (const path of ["", "rootfs", "rootfs/etc", "rootfs/usr/bin"]) assert.equal(await modeOf(path), "755", path);
    assert.equal(await modeOf("Dockerfile"), "644");
  });

  it("is not written if nothing changed", async () => {
    await writeContext(folder(), files);
    for (const { path } of files) await utimes(at(path), long, long);
    await writeContext(folder(), files);
    for (const { path } of files) assert.deepEqual((await stat(at(path))).mtime, long);
  });

  it("has only the changed files written", async () => {
    await writeContext(folder(), files);
    for (const { path } of files) await utimes(at(path), long, long);
    await writeContext(folder(), files.with(0, { path: "Dockerfile", content: "FROM other\n", mode: 0o644 }));
    assert.equal(await readFile(at("Dockerfile"), "utf8"), "FROM other\n");
    assert.notDeepEqual((await stat(at("Dockerfile"))).mtime, long);
    assert.deepEqual((await stat(at("rootfs/usr/bin/web"))).mtime, long);
  });

  it("gets changed modes restored", async () => {
    await writeContext(folder(), files);
    await chmod(at("rootfs/usr/bin/web"), 0o600);
    await chmod(at("rootfs/etc"), 0o700);
    await writeContext(folder(), files);
    assert.equal(await modeOf("rootfs/usr/bin/web"), "755");
    assert.equal(await modeOf("rootfs/etc"), "755");
  });

  it("loses files and folders that do not belong to it", async () => {
    await writeContext(folder(), files);
    await mkdir(at("rootfs/old/deep"), { recursive: true });
    await writeFile(at("rootfs/old/deep/file"), "");
    await writeFile(at("rootfs/etc/stale.conf"), "");
    await symlink("/etc", at("link"));
    await writeContext(folder(), files);
    assert.deepEqual((await readdir(folder())).sort(), ["Dockerfile", "rootfs"]);
    assert.deepEqual((await readdir(at("rootfs"))).sort(), ["etc", "usr"]);
    assert.deepEqual(await readdir(at("rootfs/etc")), ["web.conf"]);
  });

  it("can turn a file into a folder, and a folder into a file", async () => {
    const one = [{ path: "a", content: "1", mode: 0o644 }];
    const other = [{ path: "a/b", content: "2", mode: 0o644 }];
    await writeContext(folder(), one);
    await writeContext(folder(), other);
    assert.equal(await readFile(at("a/b"), "utf8"), "2");
    await writeContext(folder(), one);
    assert.equal(await readFile(at("a"), "utf8"), "1");
  });

  it("never writes through a link in a file's place", async () => {
    await writeFile(join(temporary(), "precious"), "precious");
    await mkdir(folder(), { recursive: true });
    await symlink(join(temporary(), "precious"), at("Dockerfile"));
    await writeContext(folder(), files);
    assert.equal(await readFile(join(temporary(), "precious"), "utf8"), "precious");
    assert.equal(await readFile(at("Dockerfile"), "utf8"), "FROM base\n");
  });

  it("holds exactly the given files, whatever it held before", async () => {
    const anyFiles = fc
      .uniqueArray(contextFile, { maxLength: 6, selector: ({ path }) => path })
      // No path may be another's folder.
      .filter((all) => all.every(({ path }) => !all.some((other) => other.path.startsWith(`${path}/`))));
    await fc.assert(
      fc.asyncProperty(anyFiles, anyFiles, async (before, after) => {
        await writeContext(folder(), before);
        await writeContext(folder(), after);
        const entries = await readdir(folder(), { recursive: true, withFileTypes: true });
        const present = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
        assert.deepEqual(present.sort(), after.map(({ path }) => at(path)).sort());
        for (const { path, content } of after) assert.equal(await readFile(at(path), "utf8"), content);
      }),
      { numRuns: 30 },
    );
  });
});
