import { execa } from "execa";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pack } from "tar-stream";
import { formatSums, parseSums } from "../../../../cli/data/manifest.ts";
import { checkArchive, eachVolume } from "../../../../cli/data/read-archive.ts";
import { writeArchive, type VolumeSource } from "../../../../cli/data/write-archive.ts";
import { rejectsWithUserError } from "../../../support/unit/user-error.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

const { signal } = new AbortController();
const facts = { workload: "w", stack: "s", approach: "a", created: "2026-01-02T03:04:05.000Z", live: false };
const damaged = { found: /is damaged or cut/, allowed: /whole backup/, remedy: /nothing has been changed/ };
const foreign = { found: /is not a backup/, allowed: /backup wrote/, remedy: /name one/ };

const contents = { one: Buffer.alloc(5000, "one"), two: Buffer.alloc(1024, "2"), none: Buffer.alloc(0) };

function source(name: string, content: Buffer): VolumeSource {
  return {
    name,
    async read(write) {
      for (let at = 0; at < content.length; at += 700) await write(content.subarray(at, at + 700));
      return { bytes: content.length, entries: 3, sha256: createHash("sha256").update(content).digest("hex") };
    },
  };
}

describe("a backup's file", () => {
  const folder = useTemporaryFolder();
  const path = (name: string) => join(folder(), name);
  let whole: Buffer;

  beforeEach(async () => {
    const sources = Object.entries(contents).map(([name, content]) => source(name, content));
    await writeArchive(path("data.tar"), path("data.tar.partial"), facts, sources);
    whole = await readFile(path("data.tar"));
  });

  async function changed(bytes: Uint8Array): Promise<string> {
    await writeFile(path("changed.tar"), bytes);
    return path("changed.tar");
  }

  it("has a manifest, and each volume's archive as it was", async () => {
    const manifest = await checkArchive(path("data.tar"), signal);
    assert.deepEqual(
      { ...manifest, volumes: manifest.volumes.map(({ name }) => name) },
      {
        version: 1,
        ...facts,
        volumes: ["one", "two", "none"],
      },
    );
    const found: Record<string, Buffer> = {};
    await eachVolume(path("data.tar"), manifest.volumes, signal, async ({ name }, bytes) => {
      const chunks = [];
      for await (const chunk of bytes) chunks.push(chunk);
      found[name] = Buffer.concat(chunks);
    });
    assert.deepEqual(found, contents);
  });

  it("is an ordinary tar archive that only its owner can read, and nothing else is left", async () => {
    const { stdout } = await execa("tar", ["--list", "--file", path("data.tar")]);
    assert.deepEqual(stdout.split("\n"), [
      "container-approaches-backup.json",
      ...Object.keys(contents).map((name) => `volumes/${name}.tar`),
      "manifest.json",
      "SHA256SUMS",
    ]);
    assert.deepEqual(await readdir(folder()), ["data.tar"]);
    const { stdout: mode } = await execa("stat", ["--format", "%a", path("data.tar")]);
    assert.equal(mode, "600");
  });

  it("is refused when it is cut, at any length", async () => {
    const lengths = Array.from({ length: 40 }, (_, index) => Math.floor((index * whole.length) / 40));
    for (const length of [...lengths, 1, 511, 512, 513, whole.length - 1, whole.length - 512, whole.length - 1024]) {
      const file = await changed(whole.subarray(0, length));
      await rejectsWithUserError(checkArchive(file, signal), length < 1024 ? either : damaged);
    }
  });

  it("is refused when a bit of its content or of a header is another", async () => {
    for (let at = 3; at < whole.length; at += 61) {
      // Blocks of 512 bytes are padded with zeros, which are nobody's content.
      if (whole[at] === 0) continue;
      const file = await changed(whole.map((byte, index) => (index === at ? byte ^ (1 << (at % 8)) : byte)));
      await rejectsWithUserError(checkArchive(file, signal), either);
    }
  });

  it("of a newer release is refused as such", async () => {
    const file = await archiveOf([
      ["container-approaches-backup.json", { format: "container-approaches-backup", version: 2 }],
    ]);
    const expected = { found: /newer release: it has version 2/, allowed: /^version 1$/, remedy: /that release/ };
    await rejectsWithUserError(checkArchive(file, signal), expected);
  });

  it("that something else wrote is refused as such", async () => {
    const files = [
      await archiveOf([["etc/passwd", {}]]),
      await archiveOf([["container-approaches-backup.json", { format: "another" }]]),
      await changed(Buffer.from("some text\n".repeat(500))),
      await changed(Buffer.alloc(4096)),
      await changed(Buffer.alloc(0)),
    ];
    for (const file of files) await rejectsWithUserError(checkArchive(file, signal), either);
    await rejectsWithUserError(checkArchive(files[0] ?? "", signal), foreign);
    await rejectsWithUserError(checkArchive(folder(), signal), { ...foreign, found: /is not a file/ });
    await rejectsWithUserError(checkArchive(path("none"), signal), { ...foreign, found: /There is no file/ });
  });

  it("does not appear when a volume cannot be read", async () => {
    const fails = { name: "bad", read: () => Promise.reject(new Error("gone")) };
    await assert.rejects(writeArchive(path("bad.tar"), path("bad.tar.partial"), facts, [fails]), /gone/);
    assert.ok(!(await readdir(folder())).some((name) => name.startsWith("bad")));
  });

  async function archiveOf(entries: readonly (readonly [string, object])[]): Promise<string> {
    const stream = pack();
    for (const [name, value] of entries) stream.entry({ name }, JSON.stringify(value));
    stream.finalize();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    await writeFile(path(`made-${String(entries[0]?.[0]).replaceAll("/", "-")}.tar`), Buffer.concat(chunks));
    return path(`made-${String(entries[0]?.[0]).replaceAll("/", "-")}.tar`);
  }
});

/** A bit or a cut near the beginning makes it no backup at all. */
const either = { found: /is damaged or cut|is not a backup/, allowed: /backup/, remedy: /\w/ };

describe("sums", () => {
  it("are read as they are written", () => {
    const sums = new Map([
      ["a b.tar", "0".repeat(64)],
      ["c", "f".repeat(64)],
    ]);
    assert.deepEqual(parseSums(formatSums(sums)), sums);
  });

  for (const text of ["x", `${"0".repeat(63)}  a\n`, `${"0".repeat(64)}  a`, `${"0".repeat(64)} a\n`]) {
    it(`are not read from ${JSON.stringify(text)}`, () => {
      assert.equal(parseSums(text), undefined);
    });
  }
});
