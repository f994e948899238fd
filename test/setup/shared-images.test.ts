import { execa } from "execa";
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { dockerClient, type DockerClient } from "../../docker/client.ts";
import { removeCaches } from "../../stacks/systems/docker/caches.ts";
import { startDaemon } from "../../toolchain/engine/daemon.ts";
import { recordedWork } from "../unit/toolchain/recorded-work.ts";
import { privateEngine, type PrivateEngine } from "./support/private-engine.ts";
import { requirePrivateEngine } from "./support/requirements.ts";

const base = "container-approaches/base:test";
const packages = "container-approaches/packages:test";
const packagesFile = ["FROM container-approaches/base:test", "COPY packages /packages"];

describe("setup / images that stacks share", function () {
  this.timeout(30_000);
  let engine: PrivateEngine;
  let docker: DockerClient;
  const archive = () => path.join(engine.folder, "rootfs.tar");

  before(async function () {
    await requirePrivateEngine(this);
  });
  beforeEach(async () => {
    engine = await privateEngine(recordedWork());
    await startDaemon(recordedWork(), engine.settings, engine.dockerd, engine.wrapper);
    docker = dockerClient({ host: engine.host, source: "DOCKER_HOST" });
    await writeFile(path.join(engine.folder, "packages"), "");
    await writeFile(path.join(engine.folder, "program"), "");
    await mkdir(path.join(engine.folder, "rootfs"));
    await execa("tar", ["-cf", archive(), "-C", path.join(engine.folder, "rootfs"), "."]);
    await docker.run(["import", "--change", 'CMD ["true"]', archive(), base]);
    await build(packages, [...packagesFile, "LABEL container-approaches.cache=packages"]);
  });
  afterEach(() => engine.dispose());

  /** Builds with the Docker daemon's own builder, as the provider does. */
  async function build(name: string, lines: readonly string[]): Promise<void> {
    await writeFile(path.join(engine.folder, "Dockerfile"), `${lines.join("\n")}\n`);
    const words = ["-cf", "context.tar", "Dockerfile", "packages", "program"];
    await execa("tar", words, { cwd: engine.folder });
    const env = { DOCKER_BUILDKIT: "0" };
    const inputFile = path.join(engine.folder, "context.tar");
    await execa("docker", ["--host", engine.host, "build", "--tag", name, "-"], { inputFile, env });
  }

  async function images(): Promise<string[]> {
    const text = await docker.run([
      "image",
      "ls",
      "--all",
      "--no-trunc",
      "--format",
      "{{.ID}} {{.Repository}}:{{.Tag}}",
    ]);
    return text.split("\n").filter(Boolean).sort();
  }

  it("are removed if nothing is deployed", async () => {
    assert.deepEqual(await removeCaches(docker), [
      `removed the shared image ${packages}`,
      `removed the shared image ${base}`,
    ]);
    assert.deepEqual(await images(), []);
  });

  it("stay while another checkout's image is built on them", async () => {
    await build("web:1", [...packagesFile, "COPY program /program", "LABEL container-approaches.instance=aaaaaa"]);
    const before = await images();
    assert.deepEqual(await removeCaches(docker), [
      `kept the shared image ${packages}: in use by the instance aaaaaa`,
      `kept the shared image ${base}: in use by the instance aaaaaa`,
    ]);
    assert.deepEqual(await images(), before);
  });

  it("stay while another checkout's container runs on them, and are removed one by one", async () => {
    const container = await plainContainer();
    // Its image loses its name to another one.
    await docker.run(["import", archive(), "plain:1"]);
    assert.deepEqual(await removeCaches(docker), [
      `removed the shared image ${packages}`,
      `kept the shared image ${base}: in use by the instance bbbbbb`,
    ]);
    await docker.run(["rm", container]);
    assert.deepEqual(await removeCaches(docker), [`removed the shared image ${base}`]);
  });

  it("stay if it is unknown what another checkout's container runs on", async () => {
    await plainContainer();
    await docker.run(["image", "rm", "--force", "plain:1"]);
    assert.deepEqual(await removeCaches(docker), [
      `kept the shared image ${packages}: in use by the instance bbbbbb`,
      `kept the shared image ${base}: in use by the instance bbbbbb`,
    ]);
  });

  async function plainContainer(): Promise<string> {
    await build("plain:1", [`FROM ${base}`, "COPY program /program"]);
    return docker.run(["create", "--label", "container-approaches.instance=bbbbbb", "plain:1"]);
  }
});
