import { execa } from "execa";
import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { startDaemon } from "../../toolchain/engine/daemon.ts";
import { recordedWork } from "../unit/toolchain/recorded-work.ts";
import { checkout, type Checkout } from "./support/checkout.ts";
import { fakePulumi } from "./support/fake-tools.ts";
import { privateEngine, type PrivateEngine } from "./support/private-engine.ts";
import { requirePrivateEngine } from "./support/requirements.ts";
import { vendorServer, type VendorOptions } from "./support/vendor-server.ts";

const image = "container-approaches-test/empty:1";

describe("setup / where Pulumi comes from", function () {
  this.timeout(20_000);
  let engine: PrivateEngine;
  let copy: Checkout;
  const setup = (env: NodeJS.ProcessEnv = {}) => copy.run(["setup", "--base-image", image], env);

  before(async function () {
    await requirePrivateEngine(this);
    engine = await privateEngine(recordedWork());
    await startDaemon(recordedWork(), engine.settings, engine.dockerd, engine.wrapper);
    const tar = await execa("tar", ["-cf", "-", "--files-from", "/dev/null"], { encoding: "buffer" });
    await execa("docker", ["--host", engine.host, "import", "-", image], { input: tar.stdout });
  });
  after(() => engine.dispose());
  beforeEach(async () => {
    copy = await checkout(engine.host);
  });
  afterEach(() => copy.dispose());

  describe("the user's own", () => {
    beforeEach(async () => {
      for (const program of ["pulumi", "pulumi-language-nodejs"]) {
        await writeFile(path.join(copy.bin, program), fakePulumi, { mode: 0o755 });
      }
    });

    it("is used if its version is accepted, with plugins that it gets itself, and nothing is built", async () => {
      const { stderr } = await setup({ FAKE_PULUMI_VERSION: "3.300.0" });
      assert.match(stderr, /setup: ready in \S+ s \(pulumi 3\.300\.0 installed,/);
      assert.deepEqual(await copy.journal(), []);
      const { stdout } = await copy.run(["env"], { FAKE_PULUMI_VERSION: "3.300.0" });
      assert.doesNotMatch(stdout, /PATH=|PULUMI_HOME=/);
    });

    it("is not used if it is too old", async () => {
      const { stderr } = await setup({ FAKE_PULUMI_VERSION: "3.100.0" });
      assert.match(stderr, /\(pulumi 3\.259\.0 built,/);
    });

    it("is not used if it cannot get its plugins, and does not try again the next time", async () => {
      const first = await setup({ FAKE_NO_PLUGINS: "1" });
      assert.match(first.stderr, /cannot get its plugins[^]*\(pulumi 3\.259\.0 built,/);
      const second = await setup({ FAKE_NO_PLUGINS: "1" });
      assert.match(second.stderr, /^setup: ready [^\n]*\(pulumi 3\.259\.0 built,[^\n]*\n$/);
    });

    it("is not used without the Node language host", async () => {
      await rm(path.join(copy.bin, "pulumi-language-nodejs"));
      assert.match((await setup()).stderr, /\(pulumi 3\.259\.0 built,/);
    });

    it("wins over the embedded one once it is installed, also in ./pulumiw", async () => {
      await rm(path.join(copy.bin, "pulumi"));
      assert.match((await setup()).stderr, /pulumi 3\.259\.0 built/);
      await writeFile(path.join(copy.bin, "pulumi"), fakePulumi, { mode: 0o755 });
      const { stdout } = await copy.shell("./pulumiw env", { FAKE_PULUMI_VERSION: "3.300.0" });
      assert.doesNotMatch(stdout, /PULUMI_HOME=/);
    });
  });

  it("a PULUMI_HOME of the user's is kept, and gets the plugins", async () => {
    const home = path.join(copy.folder, "home");
    assert.equal((await setup({ PULUMI_HOME: home })).code, 0);
    const { stdout } = await copy.run(["env"], { PULUMI_HOME: home });
    assert.doesNotMatch(stdout, /export PULUMI_HOME=/);
    const plugin = path.join(home, "plugins/resource-docker-v5.2.0/pulumi-resource-docker");
    assert.equal((await execa(plugin, ["x"])).stdout, "pulumi x");
  });

  describe("the vendor's download", () => {
    const withVendor = async (options: VendorOptions) => {
      const vendor = await vendorServer(path.join(copy.folder, "vendor"), options);
      try {
        const env = { CONTAINER_APPROACHES_OFFLINE: "", CONTAINER_APPROACHES_PULUMI_DOWNLOADS: vendor.address };
        return { first: await setup(env), second: await setup(env) };
      } finally {
        await vendor.end();
      }
    };

    it("is used if it can be downloaded, is checked, and is there the next time", async () => {
      const { first, second } = await withVendor({});
      assert.match(first.stderr, /\(pulumi 3\.259\.0 downloaded,/);
      assert.doesNotMatch(first.stderr, /no checksum/);
      assert.match(second.stderr, /^setup: ready in [^\n]*downloaded[^\n]*\n$/);
      assert.deepEqual(await copy.journal(), []);
    });

    it("with a wrong checksum is thrown away, and Pulumi is built", async () => {
      const { first } = await withVendor({ checksum: "wrong" });
      assert.match(first.stderr, /cannot be downloaded \(\S+ has checksum [0-9a-f]{64}, [^]*pulumi 3\.259\.0 built/);
      assert.deepEqual(await copy.leftovers(), []);
    });

    it("without a checksum is used, and a note says so", async () => {
      const { first } = await withVendor({ checksum: "missing" });
      assert.match(first.stderr, /no checksum for [^]*\(pulumi 3\.259\.0 downloaded,/);
    });

    it("from a server that does not answer is given up after three seconds, and is not tried again", async () => {
      const { first, second } = await withVendor({ silent: true });
      assert.match(first.stderr, /cannot be downloaded \(no answer within 3 s\)[^]*pulumi 3\.259\.0 built/);
      assert.doesNotMatch(second.stderr, /looks for Pulumi/);
    });
  });
});
