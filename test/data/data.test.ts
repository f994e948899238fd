import { execa } from "execa";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCli, startCli } from "../support/cli.ts";
import { DeployedData } from "./deployed.ts";
import { keeping, writeWorkload } from "./support.ts";
import { digestScript } from "./volumes.ts";

describe("npm run data", function () {
  this.timeout(300_000);
  let folder: string;
  let file: string;
  let deployed: DeployedData;
  let data: string;

  before("deploy, and fill the volumes", async () => {
    folder = await mkdtemp(join(tmpdir(), "container-approaches-data-"));
    file = join(folder, "data.tar");
    deployed = await DeployedData.make();
    data = await deployed.digest("separate");
  });
  after(async () => {
    await deployed.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it("lists the volumes: sizes, owners, users", async () => {
    const volumes = await deployed.listed("separate");
    assert.deepEqual(
      volumes.map(({ name, services, orphaned }) => [name, services, orphaned]),
      [
        ["archive", ["keeper"], false],
        ["store", ["web", "keeper"], false],
      ],
    );
    assert.deepEqual(volumes[1]?.owner, { uid: 10_041, gid: 20_041 });
    assert.equal(volumes[1].mode, "2770");
    assert.ok(Number(volumes[1].bytes) > 4096);
  });

  it("backs up, and only services that mount a volume are stopped meanwhile", async () => {
    const [web, keeper, bystander] = await deployed.started();
    const output = await deployed.succeeds("backup", "separate", file, "--json");
    const report = JSON.parse(output.slice(output.indexOf("{"))) as Record<string, unknown>;
    assert.deepEqual([report.workload, report.approach, report.stopped], ["keeping", "separate", ["web", "keeper"]]);
    const now = await deployed.started();
    assert.ok(now[0] !== web && now[1] !== keeper && now[2] === bystander);
    await deployed.allRun();
    assert.equal(await deployed.digest("separate"), data);
    await execa("tar", ["--extract", "--file", file, "--directory", folder]);
    await execa("sha256sum", ["--check", "SHA256SUMS"], { cwd: folder });
    assert.deepEqual(await leftOf("data.tar"), ["data.tar"]);
  });

  it("does not replace a file unasked", async () => {
    await deployed.refuses(["backup", "separate", file], /exists.*\n.*--force/);
  });

  it("backs up a running stack with --live, and stops nothing", async () => {
    const before = await deployed.started();
    await deployed.succeeds("backup", "separate", join(folder, "live.tar"), "--live");
    assert.deepEqual(await deployed.started(), before);
  });

  it("restores what was changed since, all of it", async () => {
    await deployed.inside("separate", "rm -rf 0/* 1/sparse; date >1/later; chmod 700 1");
    await deployed.succeeds("restore", "separate", file);
    assert.equal(await deployed.digest("separate"), data);
    await deployed.allRun();
  });

  it("restores onto an approach that was never up, which then adopts the data", async () => {
    await deployed.succeeds("restore", "s6", file);
    assert.equal(await deployed.digest("s6"), data);
    const up = await runCli(deployed.project, ["up", "s6"]);
    assert.equal(up.exitCode, 0, up.output);
    const script = "cat 0/kept; stat --format '%u:%g %a' 0/kept";
    assert.equal(await deployed.inside("s6", script), await deployed.inside("separate", script));
    // Now its services share a container, which goes on.
    await deployed.inside("s6", "rm 0/kept");
    assert.match(await deployed.succeeds("restore", "s6", file), /stopped meanwhile: web, keeper/);
    assert.equal(await deployed.digest("s6"), data);
  });

  it("refuses a cut, a damaged, a foreign and a missing file, and changes nothing", async () => {
    const whole = await readFile(file);
    const cases: readonly (readonly [string, Uint8Array, RegExp])[] = [
      ["cut.tar", whole.subarray(0, Math.floor(whole.length / 2)), /damaged or cut/],
      ["flipped.tar", whole.map((byte, index) => (index === 5000 ? byte ^ 4 : byte)), /damaged or cut.*another sum/],
      ["foreign.tar", Buffer.from("not an archive\n".repeat(100)), /not a backup of this project/],
    ];
    for (const [name, bytes, message] of cases) {
      await writeFile(join(folder, name), bytes);
      await deployed.refuses(["restore", "separate", join(folder, name)], message);
    }
    await deployed.refuses(["restore", "separate", join(folder, "none.tar")], /There is no file/);
  });

  it("refuses a volume that the workload does not have, and takes another name with --as", async () => {
    const words = ["restore", "separate", file, "--as"];
    await deployed.refuses([...words, "store=gone"], /no volume "gone"[^]*store, archive/);
    await deployed.succeeds(...words, "store=archive", "--only", "store");
    const [archive, store] = await Promise.all(
      ["archive", "store"].map((name) => deployed.inside("separate", digestScript, [name])),
    );
    assert.equal(archive, store);
    await deployed.succeeds("restore", "separate", file);
  });

  it("starts the services again after Ctrl-C, and leaves no file", async () => {
    const words = ["data", "backup", "separate", join(folder, "interrupted.tar")];
    const running = startCli(deployed.project, words);
    await running.says(/reads archive/, 60_000);
    running.interrupt();
    const { exitCode, output } = await running.ended;
    assert.equal(exitCode, 130, output);
    await deployed.allRun();
    assert.deepEqual(await leftOf("interrupted"), []);
  });

  it("repairs with the next command what SIGKILL left: services, helper containers, half a file", async () => {
    const running = startCli(deployed.project, ["data", "backup", "separate", join(folder, "killed.tar")]);
    await running.says(/reads archive/, 60_000);
    running.kill();
    await running.ended;
    assert.match(await deployed.succeeds("list", "separate"), /mending: started again .*: web, keeper/);
    await deployed.allRun();
    assert.deepEqual(await leftOf("killed"), []);
    assert.equal(await deployed.digest("separate"), data);
  });

  it("names what uses a volume, and removes none", async () => {
    const users = /store is in use by ca-.*-keeper, ca-.*-web/;
    await deployed.refuses(["remove", "separate", "store", "--yes"], users);
  });

  it("calls a volume orphaned that the workload no longer has", async () => {
    const services = keeping.services.map((one) => {
      return { ...one, volumes: one.volumes.filter(({ name }) => name !== "archive") };
    });
    await writeWorkload(deployed.project, { ...keeping, services });
    const volumes = await deployed.listed("separate");
    await writeWorkload(deployed.project, keeping);
    assert.deepEqual(
      volumes.map(({ name, orphaned }) => [name, orphaned]),
      [
        ["archive", true],
        ["store", false],
      ],
    );
  });

  it("removes volumes of a stack that is not up, but only when that is confirmed", async () => {
    await deployed.destroy("s6");
    await deployed.refuses(["remove", "s6", "archive"], /will be removed: archive of s6[^]*--yes/);
    assert.equal((await deployed.listed("s6")).length, 2);
    await deployed.succeeds("remove", "s6", "archive", "--yes");
    const left = (await deployed.listed("s6")).map(({ name }) => name);
    assert.deepEqual(left, ["store"]);
  });

  async function leftOf(name: string): Promise<string[]> {
    assert.ok(existsSync(folder));
    return (await readdir(folder)).filter((one) => one.startsWith(name));
  }
});
