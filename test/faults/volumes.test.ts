import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DockerClient } from "../../docker/client.ts";
import { cacheLabel } from "../../stacks/rendering/labels.ts";
import { runCli, startCli } from "../support/cli.ts";
import { control } from "../support/control.ts";
import { deploymentOf } from "../support/deployment.ts";
import { objectsOf, removeVolumesOf, testEngine } from "../support/engine.ts";
import { failsCleanly, faultyProject, type Faulty } from "./support.ts";

/** A workload of one service with a volume, and no packages. */
const definition = `
import type { FileSource, Workload } from "../contract.ts";

export const workload: Workload<FileSource> = {
  name: "storage",
  summary: "keeps a volume",
  entry: { service: "store", port: 8080 },
  services: [
    {
      name: "store",
      summary: "answers with nothing",
      command: ["/usr/bin/python3", "-m", "http.server", "8080", "--directory", "/srv/data"],
      packages: ["python3"],
      files: [],
      env: {},
      hosts: {},
      port: 8080,
      dependsOn: {},
      checks: [{ kind: "tcp", port: 8080 }],
      health: { intervalSeconds: 1, timeoutSeconds: 3, retries: 9, startPeriodSeconds: 10 },
      user: { uid: 10031, gid: 20031 },
      scratch: [],
      volumes: [{ name: "data", path: "/srv/data" }],
      limits: { memoryMiB: 48, cpus: 0.5, pids: 16 },
      replicas: 1,
      stopSignal: "SIGINT",
      stopGraceSeconds: 5,
      egress: false,
    },
  ],
};
`;

describe("volumes with data", function () {
  this.timeout(180_000);
  let faulty: Faulty;
  let docker: DockerClient;
  let volume: string;
  const cli = async (...args: readonly string[]) => runCli(faulty.project, args);
  const left = async () => objectsOf(docker, faulty.instance);
  const define = async (change: (text: string) => string) =>
    writeFile(join(faulty.project.folder, "services/storage/workload.ts"), change(definition));
  const store = async (...words: readonly string[]) =>
    control(deploymentOf(await faulty.stack.outputs(), "separate"), "store", "exec", ...words);
  const succeeds = async (...args: readonly string[]): Promise<string> => {
    const { exitCode, output } = await cli(...args);
    assert.equal(exitCode, 0, output);
    return output;
  };

  before(async () => {
    docker = await testEngine();
    faulty = await faultyProject("volumes");
    const folder = join(faulty.project.folder, "services/storage");
    await mkdir(folder);
    await define((text) => text);
    await faulty.stack.configure("workload", "storage");
    volume = `ca-${faulty.instance}-separate-storage-data`;
    await succeeds("up");
    await store("sh", "-c", "echo precious >/srv/data/file");
  });

  it("are left and named by down, which leaves nothing else, and adopted by the next up", async () => {
    const output = await succeeds("down");
    assert.match(
      output,
      new RegExp(`^left the volume ${volume} with its data .*npm run data -- remove separate data`, "m"),
    );
    assert.deepEqual(await left(), [`volume ${volume}`]);
    assert.doesNotMatch(await succeeds("up"), /mending/);
    assert.equal(await store("cat", "/srv/data/file"), "precious");
  });

  it("are left by a down that is killed, and by the mending of the next up", async () => {
    const first = startCli(faulty.project, ["down"]);
    await first.says(/Container separate-\S+ deleting/, 60_000);
    first.kill();
    await first.ended;
    await succeeds("up");
    assert.equal(await store("cat", "/srv/data/file"), "precious");
    await succeeds("up");
  });

  it("are adopted by up after the state was lost", async () => {
    const state = join(faulty.project.folder, ".state/.pulumi/stacks/container-approaches/separate.json");
    const empty = JSON.parse(await readFile(state, "utf8")) as { checkpoint: { latest: { resources: unknown[] } } };
    empty.checkpoint.latest.resources = [];
    await writeFile(state, JSON.stringify(empty));
    const output = await succeeds("up");
    assert.match(output, /mending: removed the container/);
    assert.doesNotMatch(output, new RegExp(`removed the volume ${volume}`));
    assert.equal(await store("cat", "/srv/data/file"), "precious");
  });

  it("are not lost with a new name: up says how to move them, and creates nothing", async () => {
    await define((text) => text.replace('name: "data", path', 'name: "precious", path'));
    const { exitCode, output } = await cli("up");
    assert.notEqual(exitCode, 0, output);
    assert.match(output, /has the new volume precious and no longer data, whose data are in/);
    assert.match(output, /npm run data -- restore separate FILE --as data=precious/);
    assert.equal((await left()).filter((line) => line.startsWith("volume")).length, 1);
    await define((text) => text);
  });

  it("are a warning once the workload has none", async () => {
    await define((text) => text.replace(/volumes: \[\{.*\}\]/, "volumes: []").replace("/srv/data", "/srv"));
    assert.match(await succeeds("up"), /warning +the volume data of an earlier storage keeps its data/);
    await define((text) => text);
    await succeeds("up");
    assert.equal(await store("cat", "/srv/data/file"), "precious");
  });

  it("are handed over with their files when their service gets another user", async () => {
    await define((text) => text.replace("uid: 10031, gid: 20031", "uid: 10032, gid: 20032"));
    await succeeds("up");
    const look = await store(
      "sh",
      "-c",
      "echo more >>/srv/data/file; stat --format '%u:%g %a' /srv/data /srv/data/file",
    );
    assert.deepEqual(look.split("\n"), ["10032:20032 700", "10032:20032 644"]);
    await define((text) => text);
    await succeeds("up");
    assert.equal(await store("cat", "/srv/data/file"), "precious\nmore");
  });

  it("are refused if another owner has a volume of their name", async () => {
    await succeeds("down", "separate", "--volumes");
    await docker.run(["volume", "create", volume]);
    try {
      await failsCleanly(faulty, [`A volume named ${volume} exists`, /docker volume inspect .* docker volume rm/]);
    } finally {
      await docker.run(["volume", "rm", volume]);
    }
    await succeeds("up");
  });

  it("are kept by down --volumes while something else uses them, which it names, and exits with 1", async () => {
    // Of no deployment: one of the stack's own would hold its image too.
    const cached = ["image", "ls", "--filter", `label=${cacheLabel}`, "--format", "{{.ID}}"];
    const [image = ""] = (await docker.run(cached)).split("\n");
    const theirs = `theirs-${faulty.instance}`;
    const run = ["run", "--detach", "--name", theirs, "--volume", `${volume}:/data`, image, "sleep", "600"];
    await docker.run(run);
    try {
      const { exitCode, output } = await cli("down", "separate", "--volumes");
      assert.match(output, new RegExp(`^kept the volume ${volume}: ${theirs} uses it$`, "m"));
      assert.equal(exitCode, 1);
      assert((await left()).includes(`volume ${volume}`));
    } finally {
      await docker.run(["rm", "--force", theirs]);
    }
    const output = await succeeds("down", "separate", "--volumes");
    assert.match(
      output,
      new RegExp(`^removing the volume ${volume} with its data .*\\n[^]*^removed the volume ${volume}$`, "m"),
    );
    assert.deepEqual(await left(), []);
  });

  after(async () => {
    await faulty.stack.destroy();
    await removeVolumesOf(docker, faulty.instance);
    assert.deepEqual(await left(), []);
    await faulty.project.remove();
  });
});
