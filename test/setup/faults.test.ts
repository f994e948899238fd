import { execa } from "execa";
import assert from "node:assert/strict";
import { chmod, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import path from "node:path";
import { baseImageName } from "../../toolchain/base-image/recipe.ts";
import { startDaemon } from "../../toolchain/engine/daemon.ts";
import { recordedWork } from "../unit/toolchain/recorded-work.ts";
import { checkout, type Checkout, type Ended } from "./support/checkout.ts";
import { fakeEngine } from "./support/fake-engine.ts";
import { privateEngine, type PrivateEngine } from "./support/private-engine.ts";
import { requirePrivateEngine } from "./support/requirements.ts";

/** An expected failure: exit code 1, no stack trace, nothing left over. */
async function assertRefused(copy: Checkout, { code, stderr }: Ended, message: RegExp): Promise<void> {
  assert.match(stderr, message);
  assert.equal(code, 1);
  assert.match(stderr, /^To do: \S/m);
  assert.doesNotMatch(stderr, /^\s+at /m);
  assert.deepEqual(await copy.leftovers(), []);
}

describe("setup / Docker daemons that it cannot use", function () {
  this.timeout(20_000);
  let copy: Checkout;
  const socket = () => path.join(copy.folder, "docker.sock");
  const setup = () => copy.run(["setup"], { DOCKER_HOST: `unix://${socket()}` });

  beforeEach(async () => {
    copy = await checkout("unix:///nowhere/docker.sock");
  });
  afterEach(() => copy.dispose());

  it("none: names the address and builds nothing", async () => {
    await assertRefused(
      copy,
      await setup(),
      /No Docker daemon answers at unix:\S+ \(from DOCKER_HOST\): there is no socket/,
    );
    assert.deepEqual(await copy.journal(), []);
  });

  it("a socket that a crash has left: nothing listens", async () => {
    const server: Server = createServer().listen(socket());
    await new Promise((resolve) => server.once("listening", resolve));
    // Closing removes the socket; linked under another name, it stays as after a crash.
    await execa("mv", [socket(), `${socket()}.kept`]);
    await new Promise((resolve) => server.close(resolve));
    await execa("mv", [`${socket()}.kept`, socket()]);
    await assertRefused(copy, await setup(), /nothing listens at its socket/);
  });

  it("too old: names its version and what is needed, and builds nothing", async () => {
    const end = await fakeEngine(socket(), "1.30");
    try {
      await assertRefused(copy, await setup(), /too old: version 1\.18\.0, API 1\.30\.\nAllowed: API 1\.41/);
      assert.deepEqual(await copy.journal(), []);
    } finally {
      await end();
    }
  });

  it("doctor says the same, with exit code 1", async () => {
    const { code, stdout } = await copy.run(["doctor", "--json"], { DOCKER_HOST: `unix://${socket()}` });
    const findings = JSON.parse(stdout) as { area: string; status: string; found: string }[];
    assert.match(findings.find(({ area }) => area === "docker")?.found ?? "", /^No Docker daemon answers/);
    assert.equal(code, 1);
  });

  it("one that this user may not use: permission denied is a message of its own", async function () {
    if (process.getuid?.() !== 0) {
      console.log("      skipped: needs root, to run as another user");
      this.skip();
    }
    const end = await fakeEngine(socket(), "1.41");
    try {
      await chmod(socket(), 0o600);
      const program = `
        import { findEngine } from ${JSON.stringify(path.join(copy.folder, "toolchain/engine/ensure.ts"))};
        await findEngine().catch((error) => console.log(error.name + ": " + error.message));`;
      await chmod(path.dirname(copy.folder), 0o755);
      const { stdout } = await execa(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program], {
        cwd: copy.folder,
        uid: 65_534,
        env: { DOCKER_HOST: `unix://${socket()}`, HOME: "/nonexistent", TMPDIR: "/tmp" },
      });
      assert.match(stdout, /^UserError: User nobody may not use the Docker daemon[^]*usermod -aG docker/);
    } finally {
      await end();
    }
  });
});

describe("setup / faults", function () {
  this.timeout(20_000);
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
  afterEach(() => copy.dispose());

  it("a disk that is nearly full is refused before anything is built", async () => {
    const full = await copy.run(["setup"], { CONTAINER_APPROACHES_MIN_FREE_BYTES: "1e18" });
    await assertRefused(
      copy,
      full,
      /The disk is nearly full: \S+ GB free at \S+, building \S+.* needs 1000000000\.0 GB/,
    );
    assert.deepEqual(await copy.journal(), []);
  });

  it("no Go: says which is needed", async () => {
    await rm(path.join(copy.folder, "../tools/bin/go"));
    await assertRefused(copy, await copy.run(["setup"]), /No Go on PATH; pulumi must be built[^]*Allowed: Go 1\.\d+/);
  });

  it("a Go that is too old: says which was found and which is needed", async () => {
    const old = await copy.run(["setup"], { FAKE_GO_VERSION: "1.19.8" });
    await assertRefused(copy, old, /Go 1\.19\.8 is too old[^]*Allowed: Go 1\.\d+/);
  });

  for (const [output, message] of [
    ["dial tcp: lookup proxy.example: no such host", /no such host[^]*make a Go module proxy reachable/],
    ["write x.o: no space left on device", /no space left[^]*free some disk space/],
    ["x.go:1: syntax error", /syntax error[^]*report it with these lines/],
  ] as const) {
    it(`a build that ends with "${output}" says what to do about that`, async () => {
      await assertRefused(copy, await copy.run(["setup"], { FAKE_GO_FAILS: output }), message);
    });
  }

  it("a package mirror that cannot be reached is named", async () => {
    // Beside a build that failed, the base image may have been finished.
    await execa("docker", ["--host", engine.host, "image", "rm", "--force", baseImageName()], { reject: false });
    const refused = await copy.run(["setup"], { FAKE_DEBOOTSTRAP_FAILS: "Failed getting release file" });
    await assertRefused(copy, refused, /Failed getting release file[^]*make http\S+ reachable/);
  });

  it("a base image that cannot be pulled is named, and Debian is not built in its place", async () => {
    const refused = await copy.run(["setup", "--base-image", "127.0.0.1:1/no/such:image"]);
    await assertRefused(
      copy,
      refused,
      /Docker does not have the base image 127\.0\.0\.1:1\/no\/such:image and cannot pull it/,
    );
    assert.ok(!(await copy.journal()).includes("debootstrap"));
  });

  it("an unknown option ends with 2 and names it", async () => {
    const { code, stderr } = await copy.run(["setup", "--no-such-option"]);
    assert.equal(code, 2);
    assert.match(stderr, /unknown option '--no-such-option'/);
  });

  it("a damaged entry of the cache is made again", async () => {
    await copy.run(["setup"]);
    const kind = path.join(copy.cache, "pulumi-built");
    const [entry = ""] = await readdir(kind);
    const program = path.join(kind, entry, "bin/pulumi");
    await writeFile(program, "");
    const { code, stderr } = await copy.run(["setup"]);
    assert.equal(code, 0, stderr);
    assert.ok((await stat(program)).size > 0);
  });

  it("a salt that an earlier setup with another passphrase left in a stack's file does not stop this one", async () => {
    await mkdir(path.join(copy.folder, ".state"), { recursive: true });
    await writeFile(path.join(copy.folder, "Pulumi.separate.yaml"), "encryptionsalt: v1:abc=:v1:def\n");
    assert.equal((await copy.run(["setup"])).code, 0);
  });
});
