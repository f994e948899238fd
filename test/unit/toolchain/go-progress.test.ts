import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { timeLeft } from "../../../toolchain/progress/display.ts";
import { BuildProgress, parsePackage, weighPackages } from "../../../toolchain/pulumi/go-progress.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";

const equal = (count: number) => new Map(Array.from({ length: count }, (_, i) => [`p${i}`, 10]));

function after(count: number, { atOnce = 2, of = 100, seconds = 0 } = {}): string {
  const progress = new BuildProgress(equal(of), atOnce, 0);
  for (let i = 0; i < count; i += 1) progress.begin(`p${i}`);
  return progress.describe(seconds * 1000);
}

describe("toolchain / progress of a build", () => {
  const folder = useTemporaryFolder();

  it("says the share, the packages and the time left; packages in progress do not count as done", () => {
    assert.equal(after(52, { seconds: 50 }), "48 % (50 of 100 packages), about 50 s left");
  });

  it("says no time before a first share is done", () => {
    assert.equal(after(0), "0 % (0 of 100 packages)");
    assert.equal(after(4, { seconds: 30 }), "1 % (2 of 100 packages)");
  });

  it("linking is left when all packages are done", () => {
    assert.equal(after(100, { atOnce: 0, seconds: 97 }), "97 % (100 of 100 packages), a few seconds left");
  });

  it("heavy packages count for more", () => {
    const progress = new BuildProgress(
      new Map([
        ["heavy", 900],
        ["light", 70],
      ]),
      0,
      0,
    );
    progress.begin("heavy");
    assert.match(progress.describe(90_000), /^90 % \(1 of 2 packages\), about 10 s left$/);
  });

  it("lines that name no package of the build do not count", () => {
    const progress = new BuildProgress(equal(10), 0, 0);
    assert.equal(progress.begin("go: downloading example.com/x v1.0.0"), false);
    assert.equal(progress.describe(0), "0 % (0 of 10 packages)");
  });

  it("nothing left to compile is no division by zero", () => {
    assert.equal(new BuildProgress(new Map(), 2, 0).describe(0), "0 % (0 of 0 packages)");
  });

  it("rounds the time left", () => {
    assert.deepEqual([0, 4_999, 5_000, 54_000, 56_000, 101_000].map(timeLeft), [
      "a few seconds left",
      "a few seconds left",
      "about 10 s left",
      "about 50 s left",
      "about 1 min 0 s left",
      "about 1 min 40 s left",
    ]);
  });

  it("packages that are in the build cache, and those without source, need no compiling", () => {
    assert.deepEqual(parsePackage("a/b\ttrue build ID mismatch\t/src/b\tx.go\ty.go"), {
      name: "a/b",
      files: ["/src/b/x.go", "/src/b/y.go"],
    });
    assert.equal(parsePackage("a/b\ttrue not installed but available in build cache\t/src/b\tx.go"), undefined);
    assert.equal(parsePackage("a/b\tfalse \t/src/b\tx.go"), undefined);
    assert.equal(parsePackage("a/b\ttrue build ID mismatch\t/src/b"), undefined);
  });

  it("a package weighs its files plus a fixed cost", async () => {
    const source = path.join(folder(), "b");
    await mkdir(source, { recursive: true });
    await writeFile(path.join(source, "x.go"), "x".repeat(3_000));
    await writeFile(path.join(source, "y.go"), "y".repeat(500));
    assert.deepEqual(
      await weighPackages(`a/b\ttrue \t${source}\tx.go\ty.go\nc\tfalse \t/nowhere\tz.go`),
      new Map([["a/b", 10_500]]),
    );
  });
});
