import { execa } from "execa";
import assert from "node:assert/strict";
import { lstat, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { checksScript } from "../../../../../support/unit/checks-script.ts";
import { useTemporaryFolder } from "../../../../toolchain/temporary-folder.ts";

const script = "stacks/delivery/write.sh";
const uid = process.getuid?.() ?? 0;
const gid = process.getgid?.() ?? 0;

describe("delivered / write.sh", () => {
  const root = useTemporaryFolder();
  const memory = (...path: string[]) => join(root(), "host/shm", ...path);
  const volume = (...path: string[]) => join(root(), "host/volumes/config", ...path);
  const first = ["ca", "0123", "dev", "separate", "secrets"] as const;
  const folder = `folder ${first.join(" ")}`;

  beforeEach(async () => {
    await mkdir(memory(), { recursive: true });
    await mkdir(volume(), { recursive: true });
  });

  checksScript(script, "bash");

  /** The script for a folder that stands for the helper's root, where this user stands for root. */
  async function write(...lines: readonly string[]) {
    const text = await readFile(resolve(import.meta.dirname, "../../../../../..", script), "utf8");
    const moved = text.replaceAll("/host/", `${root()}/host/`).replace("!= 0 ]", `!= ${uid} ]`);
    const input = lines.map((line) => `${line}\n`).join("");
    return execa("bash", ["-c", moved], { input, reject: false });
  }
  const file = (path: string, content: string | Buffer, mode = "400") =>
    `file ${uid} ${gid} ${mode} ${Buffer.from(path).toString("base64")} ${Buffer.from(content).toString("base64")}`;
  async function writes(...lines: readonly string[]): Promise<void> {
    const { exitCode, stdout, stderr } = await write(...lines);
    assert.deepEqual({ exitCode, stdout, stderr }, { exitCode: 0, stdout: "", stderr: "" });
  }
  const modeOf = async (path: string) => ((await stat(path)).mode & 0o7777).toString(8);

  it("writes files with any bytes, an empty one too, with their modes", async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 0, 10]);
    await writes(folder, file("key", bytes), file("none", "", "440"));
    assert.deepEqual(await readFile(memory(...first, "key")), bytes);
    assert.deepEqual(await readFile(memory(...first, "none")), Buffer.alloc(0));
    assert.deepEqual([await modeOf(memory(...first, "key")), await modeOf(memory(...first, "none"))], ["400", "440"]);
    assert.deepEqual((await readdir(memory(...first))).sort(), ["key", "none"]);
  });

  it("lets only the container's side of the path be entered: others see that the folder above is there, and nothing in it", async () => {
    await writes(folder, file("key", "1"));
    const modes = first.map((_, index) => modeOf(memory(...first.slice(0, index + 1))));
    assert.deepEqual(await Promise.all(modes), ["711", "711", "711", "700", "755"]);
  });

  it("replaces what has changed, leaves the same file as it is, and removes what is not named", async () => {
    await writes(folder, file("same", "1"), file("changed", "1"), file("gone", "1"));
    const inode = async (name: string) => (await stat(memory(...first, name))).ino;
    const before = [await inode("same"), await inode("changed")];
    await writes(folder, file("same", "1"), file("changed", "2"));
    assert.deepEqual([(await inode("same")) === before[0], (await inode("changed")) === before[1]], [true, false]);
    assert.equal(await readFile(memory(...first, "changed"), "utf8"), "2");
    assert.deepEqual((await readdir(memory(...first))).sort(), ["changed", "same"]);
  });

  it("gives a file another mode", async () => {
    await writes(folder, file("key", "1"));
    await writes(folder, file("key", "1", "440"));
    assert.equal(await modeOf(memory(...first, "key")), "440");
  });

  it("removes folders of mounts that are gone, and no other deployment's", async () => {
    const other = ["ca", "0123", "dev", "pod", "secrets"];
    await writes(folder, file("key", "1"), "folder ca 0123 dev separate more", file("key", "2"));
    await writes(`folder ${other.join(" ")}`, file("key", "3"));
    await writes("folder ca 0123 dev separate more", file("key", "2"));
    assert.deepEqual(await readdir(memory("ca/0123/dev/separate")), ["more"]);
    assert.equal(await readFile(memory(...other, "key"), "utf8"), "3");
  });

  it("writes a folder with its folders behind a link, which changes when anything in it does", async () => {
    const path = 'web-0/it\'s a "path" of $HOME/ü\n.conf';
    await writes("volume config", file("web-0/a", "1", "444"), file(path, "2", "444"), file("web-1", "3", "444"));
    assert.equal(await readFile(volume(path), "utf8"), "2");
    const linked = await readlink(volume("web-0"));
    await writes("volume config", file("web-0/a", "1", "444"), file(path, "2", "444"), file("web-1", "4", "444"));
    assert.equal(await readlink(volume("web-0")), linked, "an unchanged folder stays");
    await writes("volume config", file("web-0/a", "2", "444"), file("web-1", "4", "444"));
    assert.notEqual(await readlink(volume("web-0")), linked);
    assert.deepEqual(await readdir(volume("web-0")), ["a"]);
    assert.equal((await readdir(volume())).length, 3, "the two, and what the link leads to");
    assert.equal(await modeOf(volume("web-0/")), "755");
  });

  it("makes a folder of a file, and a file of a folder", async () => {
    await writes("volume config", file("web-0", "1", "444"));
    await writes("volume config", file("web-0/a", "2", "444"));
    assert.equal(await readFile(volume("web-0/a"), "utf8"), "2");
    await writes("volume config", file("web-0", "3", "444"));
    assert.ok((await lstat(volume("web-0"))).isFile());
    assert.deepEqual(await readdir(volume()), ["web-0"]);
  });

  it("removes what an interrupted run has left", async () => {
    await writes(folder, file("key", "1"));
    await mkdir(memory(...first, ".new.abc"));
    await writes(folder, file("key", "1"));
    assert.deepEqual(await readdir(memory(...first)), ["key"]);
  });

  for (const depth of [1, 2, 3, 4, 5]) {
    it(`follows no link in part ${depth} of the path`, async () => {
      const elsewhere = join(root(), "elsewhere");
      await mkdir(elsewhere);
      await mkdir(memory(...first.slice(0, depth - 1)), { recursive: true });
      await symlink(elsewhere, memory(...first.slice(0, depth)));
      const { exitCode, stderr } = await write(folder, file("key", "1"));
      assert.equal(exitCode, 1);
      assert.match(stderr, /is not ours.*\nTo do|is not ours.*To do: remove/s);
      assert.deepEqual(await readdir(elsewhere), []);
    });
  }

  it("takes no file for a folder", async () => {
    await writeFile(memory("ca"), "");
    assert.match((await write(folder, file("key", "1"))).stderr, /ca is not ours/);
  });

  it("takes no folder of another user", async function () {
    if (uid !== 0) {
      console.log("        skipped: only root can make a folder of another user");
      this.skip();
    }
    await mkdir(memory("ca"));
    await execa("chown", ["12345", memory("ca")]);
    assert.match((await write(folder, file("key", "1"))).stderr, /ca is not ours/);
  });

  for (const name of [".", ".."]) {
    it(`takes no ${name} as the name of a folder`, async () => {
      assert.match((await write(`folder ca 0123 ${name} x y`, file("key", "1"))).stderr, /is no name of a folder/);
    });
  }

  it("fails on a line that it does not know", async () => {
    assert.match((await write("mount x")).stderr, /unknown line: mount/);
  });
});
