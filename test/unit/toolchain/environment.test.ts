import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { markerVariable, pathWith, toolEnvironment, userEnvironment } from "../../../toolchain/environment.ts";
import { withoutSalt } from "../../../toolchain/stacks.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";

const built = { command: "/cache/bin/pulumi", version: "3.259.0", origin: "built", home: "/cache/home" } as const;
const own = { command: "/usr/bin/pulumi", version: "3.260.0", origin: "user" } as const;
const socket = { host: "unix:///var/run/docker.sock", source: "default" } as const;

describe("toolchain / environment", () => {
  const folder = useTemporaryFolder();

  it("the embedded Pulumi gets its home, its place on PATH and a passphrase file that only the user can read", async () => {
    const env = await toolEnvironment(built, socket, { PATH: "/usr/bin:/bin" }, folder());
    assert.equal(env.PULUMI_HOME, "/cache/home");
    assert.equal(env.PATH, "/cache/bin:/usr/bin:/bin");
    const file = env.PULUMI_CONFIG_PASSPHRASE_FILE ?? "";
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.ok((await readFile(file, "utf8")).trim().length >= 32);
    assert.equal(env.DOCKER_HOST, undefined);
  });

  it("the passphrase stays the same", async () => {
    const { PULUMI_CONFIG_PASSPHRASE_FILE: file = "" } = await toolEnvironment(built, socket, {}, folder());
    const first = await readFile(file, "utf8");
    await toolEnvironment(built, socket, {}, folder());
    assert.equal(await readFile(file, "utf8"), first);
  });

  for (const [name, value] of [
    ["PULUMI_CONFIG_PASSPHRASE", ""],
    ["PULUMI_CONFIG_PASSPHRASE_FILE", "/mine"],
    ["PULUMI_HOME", "/mine"],
  ] as const) {
    it(`the user's ${name} wins`, async () => {
      const env = await toolEnvironment(built, socket, { [name]: value }, folder());
      assert.equal(env[name], undefined);
      if (name !== "PULUMI_HOME") assert.equal(env.PULUMI_CONFIG_PASSPHRASE_FILE, undefined);
    });
  }

  it("the user's own Pulumi keeps its home and its place", async () => {
    const env = await toolEnvironment(own, socket, {}, folder());
    assert.equal(env.PULUMI_HOME, undefined);
    assert.equal(env.PATH, undefined);
  });

  it("a docker context becomes DOCKER_HOST, as Pulumi's provider does not look at contexts", async () => {
    const context = { host: "unix:///run/user/1/docker.sock", source: "context", context: "rootless" } as const;
    assert.equal((await toolEnvironment(built, context, {}, folder())).DOCKER_HOST, context.host);
  });

  it("what eval has set does not count as the user's, what the user changed after it does", async () => {
    const set = await toolEnvironment(built, socket, {}, folder());
    assert.deepEqual(Object.keys(userEnvironment({ ...set, HOME: "/h" })).includes("PULUMI_HOME"), false);
    assert.equal(userEnvironment({ ...set, PULUMI_HOME: "/mine" }).PULUMI_HOME, "/mine");
    assert.equal(userEnvironment({ [markerVariable]: "not JSON", PULUMI_HOME: "/mine" }).PULUMI_HOME, "/mine");
  });

  it("a folder is on PATH once, in front", () => {
    assert.equal(pathWith("/t", "/a:/t:/b"), ["/t", "/a", "/b"].join(path.delimiter));
    assert.equal(pathWith("/t"), "/t");
  });

  it("a stack's file loses its salt and nothing else", () => {
    assert.equal(withoutSalt("encryptionsalt: v1:x=:y\nconfig:\n  a:b: c\n"), "config:\n  a:b: c\n");
    assert.equal(withoutSalt("config:\n  a:encryptionsalt: c\n"), "config:\n  a:encryptionsalt: c\n");
  });
});
