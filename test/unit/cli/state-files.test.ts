import assert from "node:assert/strict";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { mendStateFiles } from "../../../cli/stack/state-files.ts";
import { rejectsWithUserError } from "../../support/unit/user-error.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

describe("state files", () => {
  const folder = useTemporaryFolder();
  const stacks = () => join(folder(), ".pulumi/stacks/container-approaches");
  const mend = () => mendStateFiles(`file://${folder()}`, "container-approaches");
  const write = async (files: Readonly<Record<string, string>>) => {
    await mkdir(stacks(), { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(stacks(), name), text);
  };
  const read = (name: string) => readFile(join(stacks(), name), "utf8");

  it("that are whole stay unchanged, as does a backend without any, or one that is not a folder", async () => {
    assert.deepEqual(await mend(), []);
    await write({ "pod.json": '{"a":1}', "pod.json.bak": "" });
    assert.deepEqual(await mend(), []);
    assert.equal(await read("pod.json"), '{"a":1}');
    assert.deepEqual(await mendStateFiles("s3://bucket", "container-approaches"), []);
  });

  for (const [what, text] of [
    ["empty", ""],
    ["cut off", '{"version":3,"che'],
  ] as const) {
    it(`that are ${what} are restored from the copy before, with a line`, async () => {
      await write({ "pod.json": text, "pod.json.bak": '{"a":0}', "dev.json": "{}" });
      assert.deepEqual(await mend(), ["the state of the stack pod is damaged: restored the copy before it"]);
      assert.equal(await read("pod.json"), '{"a":0}');
      assert.deepEqual(await mend(), []);
    });
  }

  it("that are compressed are whole, or restored from the copy before, as others are", async () => {
    const state = (text: string) => gzipSync(text).toString("latin1");
    const writeBytes = async (name: string, text: string) => writeFile(join(stacks(), name), text, "latin1");
    await write({});
    await writeBytes("pod.json.gz", state('{"a":1}'));
    assert.deepEqual(await mend(), []);
    await writeBytes("pod.json.gz", state('{"a":1}').slice(0, 12));
    await writeBytes("pod.json.gz.bak", state('{"a":0}'));
    assert.deepEqual(await mend(), ["the state of the stack pod is damaged: restored the copy before it"]);
    assert.equal(gunzipSync(await readFile(join(stacks(), "pod.json.gz"))).toString(), '{"a":0}');
  });

  for (const name of ["pod.json.attrs", "pod.json.bak.attrs"]) {
    it(`lose a half-written ${name}, which Pulumi does not need, with a line`, async () => {
      await write({ "pod.json": '{"a":1}', "dev.json.attrs": "{}", [name]: '{"user.content' });
      assert.deepEqual(await mend(), [
        "Pulumi was killed while it saved the state of the stack pod: removed a half-written file of attributes",
      ]);
      assert.deepEqual((await readdir(stacks())).sort(), ["dev.json.attrs", "pod.json"]);
    });
  }

  it("of a stack that a live process has locked stay", async () => {
    await write({ "pod.json": "", "pod.json.bak": "{}" });
    const locks = join(folder(), ".pulumi/locks/organization/container-approaches/pod");
    await mkdir(locks, { recursive: true });
    const holder = {
      pid: process.pid,
      username: "ada",
      hostname: `not-${hostname()}`,
      timestamp: "2026-01-02T03:04:05Z",
    };
    await writeFile(join(locks, "1.json"), JSON.stringify(holder));
    assert.deepEqual(await mend(), []);
    assert.equal(await read("pod.json"), "");
  });

  it("whose copy is damaged as well are an error with their path and what to do", async () => {
    await write({ "pod.json": "", "pod.json.bak": "{" });
    await rejectsWithUserError(mend(), {
      found: /^The state of the stack pod is damaged, .*pod\.json$/,
      allowed: null,
      remedy: /delete both files/,
    });
  });
});
