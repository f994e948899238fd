import assert from "node:assert/strict";
import { mkdir, readdir, readFile, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { cacheRoot, ensureEntry, hashOf, isComplete } from "../../../toolchain/cache.ts";
import { recordedWork } from "./recorded-work.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";

describe("toolchain / cache", () => {
  const folder = useTemporaryFolder();
  const entry = () => path.join(folder(), "kind", "0123");
  const write = (text: string) => (temporary: string) => writeFile(path.join(temporary, "file"), text);

  it("lies where XDG_CACHE_HOME says, unless that is not absolute", () => {
    assert.equal(cacheRoot({ XDG_CACHE_HOME: "/c" }), "/c/container-approaches");
    assert.match(cacheRoot({ XDG_CACHE_HOME: "relative" }), /\/\.cache\/container-approaches$/);
    assert.match(cacheRoot({}), /\/\.cache\/container-approaches$/);
  });

  it("the hash tells apart inputs that are cut differently", () => {
    assert.notEqual(hashOf(["ab", "c"]), hashOf(["a", "bc"]));
    assert.equal(hashOf(["a", Buffer.from("b")]), hashOf(["a", "b"]));
  });

  it("an entry is made once, and leaves neither lock nor temporary folder", async () => {
    await ensureEntry(recordedWork(), entry(), "test", write("first"));
    await ensureEntry(recordedWork(), entry(), "test", write("second"));
    assert.equal(await readFile(path.join(entry(), "file"), "utf8"), "first");
    assert.deepEqual(await readdir(path.dirname(entry())), ["0123"]);
  });

  it("two that want the same entry make it once", async () => {
    let built = 0;
    const build = async (temporary: string) => {
      built += 1;
      await write("x")(temporary);
    };
    await Promise.all([
      ensureEntry(recordedWork(), entry(), "test", build),
      ensureEntry(recordedWork(), entry(), "test", build),
    ]);
    assert.equal(built, 1);
  });

  it("a build that fails leaves nothing", async () => {
    const failing = ensureEntry(recordedWork(), entry(), "test", async (temporary) => {
      await write("half")(temporary);
      throw new Error("no luck");
    });
    await assert.rejects(failing, /no luck/);
    assert.deepEqual(await readdir(path.dirname(entry())), []);
  });

  it("an interrupted build leaves nothing, even if it ends well", async () => {
    const interruption = new AbortController();
    const interrupted = ensureEntry(recordedWork(interruption.signal), entry(), "test", async (temporary) => {
      await write("x")(temporary);
      interruption.abort(new Error("interrupted"));
    });
    await assert.rejects(interrupted, /interrupted/);
    assert.deepEqual(await readdir(path.dirname(entry())), []);
  });

  it("what a killed run left is removed and reported", async () => {
    await mkdir(`${entry()}.tmp-4711/deep`, { recursive: true });
    const work = recordedWork();
    await ensureEntry(work, entry(), "test", write("x"));
    assert.deepEqual(await readdir(path.dirname(entry())), ["0123"]);
    assert.deepEqual(work.notes, ["removed what an interrupted run had left (test)"]);
  });

  it("an entry with a file that a crash emptied is made again", async () => {
    await ensureEntry(recordedWork(), entry(), "test", write("whole"));
    await truncate(path.join(entry(), "file"));
    assert.equal(await isComplete(entry()), false);
    await ensureEntry(recordedWork(), entry(), "test", write("again"));
    assert.equal(await readFile(path.join(entry(), "file"), "utf8"), "again");
  });
});
