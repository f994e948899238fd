import { execa } from "execa";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { startDaemon } from "../../toolchain/engine/daemon.ts";
import { recordedWork } from "../unit/toolchain/recorded-work.ts";
import { checkout, processesOf, type Checkout } from "./support/checkout.ts";
import { removeImages } from "./support/images.ts";
import { privateEngine, type PrivateEngine } from "./support/private-engine.ts";
import { requirePrivateEngine } from "./support/requirements.ts";

const everything = [
  "debootstrap",
  "go pulumi",
  "go pulumi-language-nodejs",
  "go pulumi-resource-command",
  "go pulumi-resource-docker",
];

describe("setup / from nothing", function () {
  this.timeout(60_000);
  let engine: PrivateEngine;
  let copy: Checkout;

  before(async function () {
    await requirePrivateEngine(this);
    engine = await privateEngine(recordedWork());
    await startDaemon(recordedWork(), engine.settings, engine.dockerd, engine.wrapper);
  });
  after(() => engine.dispose());
  beforeEach(async () => {
    copy = await checkout(engine.host);
  });
  afterEach(async () => {
    await copy.dispose();
    await removeImages(engine.host);
  });

  it("gets everything, says so in one last line, and writes nothing to standard output", async () => {
    const { code, stdout, stderr } = await copy.run(["setup"]);
    assert.equal(code, 0, stderr);
    assert.equal(stdout, "");
    assert.match(
      stderr.trim().split("\n").at(-1) ?? "",
      /^setup: ready in [\d.]+ s \(pulumi 3\.259\.0 built, Docker \S+ at unix:\S+, base image container-approaches\/base:\S+ built\)$/,
    );
    assert.deepEqual(await copy.journal(), everything);
    assert.deepEqual(await copy.leftovers(), []);
  });

  it("a second run, and a second checkout with the same cache, build nothing", async () => {
    await copy.run(["setup"]);
    const again = await copy.run(["setup"]);
    assert.match(again.stderr, /^setup: ready in [^\n]*\n$/);
    await rm(path.join(copy.folder, ".state"), { recursive: true });
    await removeImages(engine.host);
    const second = await copy.run(["setup"]);
    assert.equal(second.code, 0, second.stderr);
    assert.deepEqual(await copy.journal(), everything);
  });

  it("two at once both succeed, and build and import everything once", async () => {
    const both = await Promise.all([copy.run(["setup"]), copy.run(["setup"])]);
    assert.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
      both.map(({ stderr }) => stderr).join("\n"),
    );
    assert.deepEqual(await copy.journal(), everything);
    assert.match(both.map(({ stderr }) => stderr).join("\n"), /waits for process \d+ \(building/);
    const { stdout } = await execa("docker", ["--host", engine.host, "image", "ls", "--all", "--quiet"]);
    assert.equal(stdout.split("\n").length, 1, "an image that was imported before lost its name to a second import");
    assert.deepEqual(await copy.leftovers(), []);
  });

  it("creates the stacks, and ./pulumiw env is enough for plain pulumi", async () => {
    const env = await copy.shell('eval "$(./pulumiw env)" && pulumi up --stack separate && printenv PULUMI_HOME');
    assert.equal(env.code, 0, env.stderr);
    assert.match(env.stdout, new RegExp(`^pulumi up --stack separate\n${copy.cache}/pulumi-built/[0-9a-f]+/home\n$`));
    assert.ok(existsSync(path.join(copy.folder, ".state/.pulumi/stacks/container-approaches/separate.json")));
  });

  it("./pulumiw works from any folder, and without Node once setup has run", async () => {
    const first = await copy.shell(`cd / && ${copy.folder}/pulumiw preview --stack x`);
    assert.equal(first.stdout, "pulumi preview --stack x\n", first.stderr);
    const noNode = "mkdir -p nonode && ln -sf /bin/false nonode/node && PATH=$PWD/nonode:$PATH";
    const second = await copy.shell(`${noNode} ./pulumiw preview --stack y`);
    assert.equal(second.stdout, "pulumi preview --stack y\n", second.stderr);
  });

  it("./pulumiw --help shows Pulumi's own help and a line on env", async () => {
    assert.match((await copy.shell("./pulumiw --help")).stdout, /^pulumi --help\n[^]*env {4}Print the environment/);
  });

  for (const signal of ["SIGINT", "SIGKILL"] as const) {
    for (const step of ["pulumi", "pulumi-resource-docker", "plugin command", "debootstrap"]) {
      it(`${signal} during the step "${step}" leaves nothing that breaks the next run`, async () => {
        const broken = await copy.interrupt(["setup"], step, signal);
        assert.equal(broken.code, signal === "SIGINT" ? 130 : null, broken.stderr);
        if (signal === "SIGINT") {
          assert.match(broken.stderr, /Interrupted \(SIGINT\)\.\n$/);
          assert.deepEqual(await copy.leftovers(), []);
          assert.deepEqual(await processesOf(copy), []);
        }
        const next = await copy.run(["setup"]);
        assert.equal(next.code, 0, next.stderr);
        if (signal === "SIGKILL") assert.match(next.stderr, /cleared the lock of process \d+, which died/);
        assert.deepEqual(await copy.leftovers(), []);
        assert.deepEqual(await processesOf(copy), []);
      });
    }
  }
});
