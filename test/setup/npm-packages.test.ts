import assert from "node:assert/strict";
import { cp, mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { checkout, processesOf, type Checkout } from "./support/checkout.ts";

describe("bootstrap / npm packages", function () {
  this.timeout(20_000);
  let copy: Checkout;
  const help = () => copy.run(["engine", "--help"]);
  const modules = () => path.join(copy.folder, "node_modules");

  beforeEach(async () => {
    copy = await checkout("unix:///nowhere/docker.sock");
    await rm(modules());
  });
  afterEach(() => copy.dispose());

  it("are installed if there are none, with one summary line and nothing on standard output", async () => {
    const { code, stdout, stderr } = await help();
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Usage: npm run engine/);
    assert.match(stderr, /^npm packages: started\nnpm packages: installed in [\d.]+ s\n$/);
  });

  it("are installed once, and again when the lock file changes", async () => {
    await help();
    assert.equal((await help()).stderr, "");
    await writeFile(path.join(copy.folder, "package-lock.json"), JSON.stringify({ packages: { "": {} } }));
    await help();
    assert.deepEqual(await copy.journal(), ["npm ci", "npm ci"]);
  });

  it("that the user's own npm ci has installed are kept", async () => {
    await mkdir(modules());
    const real = path.resolve(import.meta.dirname, "../../node_modules");
    for (const name of await readdir(real)) {
      if (name === ".container-approaches-lock" || name === ".cache") continue;
      if (name === ".package-lock.json") await cp(path.join(real, name), path.join(modules(), name));
      else await symlink(path.join(real, name), path.join(modules(), name));
    }
    assert.equal((await help()).stderr, "");
    assert.deepEqual(await copy.journal(), []);
  });

  it("are installed once by two at the same time", async () => {
    const both = await Promise.all([help(), help()]);
    assert.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
    );
    assert.deepEqual(await copy.journal(), ["npm ci"]);
    assert.match(both.map(({ stderr }) => stderr).join(""), /process \d+ installs the npm packages; waiting for it/);
  });

  it("that cannot be installed: shows npm's errors and what to do", async () => {
    const { code, stderr } = await copy.run(["engine", "--help"], {
      FAKE_NPM_FAILS: "network ENOTFOUND registry.example",
    });
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^error: npm ci failed \(1\):\nnpm error network ENOTFOUND[^]*^To do: make the npm registry reachable/m,
    );
    assert.equal((await help()).code, 0);
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
    it(`${signal} during the installation leaves nothing that breaks the next run`, async () => {
      const { code } = await copy.interrupt(["engine", "--help"], "npm ci", signal);
      assert.equal(code, { SIGINT: 130, SIGTERM: 143, SIGKILL: null }[signal]);
      const next = await help();
      assert.equal(next.code, 0, next.stderr);
      if (signal === "SIGKILL") assert.match(next.stderr, /process \d+ died while it installed the npm packages/);
      assert.deepEqual(await processesOf(copy), []);
      assert.deepEqual(await readdir(path.join(copy.folder, ".state/locks")), []);
    });
  }

  it("are not needed to list the commands, or to refuse one that does not exist", async () => {
    assert.match((await copy.run(["--help"])).stdout, /^Usage: [^]*\n {2}doctor +\S/);
    const { code, stderr } = await copy.run(["no-such-command"]);
    assert.equal(code, 2);
    assert.match(stderr, /^error: unknown command "no-such-command"\n[^]*\n {2}up +\S/);
    assert.deepEqual(await copy.journal(), []);
  });

  it("are not installed by a Node that is too old, which is named with what is allowed", async () => {
    const file = path.join(copy.folder, "package.json");
    await writeFile(file, JSON.stringify({ engines: { node: ">=99.0.0" } }));
    const { code, stderr } = await help();
    assert.equal(code, 1);
    assert.match(
      stderr,
      new RegExp(`^error: Node ${process.versions.node} was found.*\nAllowed: >=99\\.0\\.0\nTo do: `),
    );
    assert.deepEqual(await copy.journal(), []);
  });
});
