import assert from "node:assert/strict";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { StackOutputs } from "../../stacks/outputs.ts";
import { runCli, startCli } from "../support/cli.ts";
import { isLocal, objectsOf, testEngine } from "../support/engine.ts";
import { copyProject, type Project } from "../support/project.ts";
import { definitionOf } from "../support/roles.ts";
import { secretFoldersOf } from "../support/secret-folders.ts";
import { skip } from "../support/skip.ts";
import { TestStack } from "../support/stack.ts";

const workload = "everything";

/** The workload with the most secrets, on a daemon whose memory can be read here. */
describe("secrets that are lost, and runs that are killed", function () {
  this.timeout(300_000);
  let project: Project;
  let stack: TestStack;

  before("deploy", async function () {
    if (!isLocal(await testEngine())) skip(this, "the Docker daemon is on another machine");
    project = await copyProject("secrets");
    stack = new TestStack(project, "separate");
    await stack.init({ workload });
    await up();
  });

  after("everything is removed", async () => {
    const { exitCode, output } = await runCli(project, ["down", "separate", "--volumes"]);
    assert.equal(exitCode, 0, output);
    assert.deepEqual(await objectsOf(await testEngine(), project.instance), []);
    assert.deepEqual(await secretFoldersOf(project.instance), []);
    await project.remove();
  });

  async function up(): Promise<string> {
    const { exitCode, output } = await runCli(project, ["up", "separate"]);
    assert.equal(exitCode, 0, output);
    return output;
  }
  const memory = () => join("/dev/shm/container-approaches", project.instance);
  /** Path to content. */
  async function secrets(): Promise<Readonly<Record<string, string>>> {
    const entries = await readdir(memory(), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const read = files.sort().map(async (file) => [file, await readFile(file, "utf8")] as const);
    return Object.fromEntries(await Promise.all(read));
  }
  async function containers(): Promise<readonly string[]> {
    const { deployments } = (await stack.outputs()) satisfies StackOutputs;
    return Object.keys(deployments.separate?.containers ?? {});
  }
  /** Sum of the running service's own secret files, which tells whether it sees them. */
  async function seen(): Promise<Readonly<Record<string, string>>> {
    const docker = await testEngine();
    const { services } = await definitionOf(workload);
    const asking = services.filter(({ secrets: asked = {} }) => Object.keys(asked).length > 0).map(({ name }) => name);
    const each = asking.map(async (name) => {
      const container = (await containers()).find((one) => one.endsWith(`-${name}`)) ?? "";
      return [name, await docker.run(["exec", container, "sh", "-c", "cat /run/secrets/* | cksum"])] as const;
    });
    return Object.fromEntries(await Promise.all(each));
  }

  it("removed while the services run: up says so, and delivers the same again", async () => {
    const [before, sums] = [await secrets(), await seen()];
    assert.ok(Object.keys(before).length > 0);
    await rm(memory(), { recursive: true });
    assert.match(await up(), /mending: \/dev\/shm\/container-approaches\/.* is gone, with the secrets of the volume/);
    assert.deepEqual(await secrets(), before);
    assert.deepEqual(await seen(), sums);
    assert.doesNotMatch(await up(), /mending:/);
  });

  it("removed with a restart of the host: their containers stay down, and up starts them with the same", async () => {
    const docker = await testEngine();
    const [before, sums] = [await secrets(), await seen()];
    await docker.run(["stop", "--time", "1", ...(await containers())]);
    await rm(memory(), { recursive: true });
    const { exitCode, stderr } = await docker.attempt(["start", ...(await containers())]);
    assert.notEqual(exitCode, 0);
    assert.match(stderr, /dev\/shm\/container-approaches.*no such file or directory/);
    await up();
    assert.deepEqual(await secrets(), before);
    assert.deepEqual(await seen(), sums);
  });

  it("changed by a run that was killed before it restarted who reads them: the next run restarts them", async () => {
    const docker = await testEngine();
    const sums = await seen();
    const starts = async () =>
      docker.run(["inspect", "--format", "{{.Name}} {{.State.StartedAt}}", ...(await containers())]);
    const before = await starts();
    await stack.configureSecret("phrase", "another value");
    const first = startCli(project, ["up", "separate"]);
    await first.says(/separate-delivered updated/, 120_000);
    first.kill();
    await first.ended;
    await up();
    assert.notDeepEqual(await seen(), sums);
    const now = (await starts()).split("\n").filter((line) => !before.includes(line));
    assert.equal(now.length, 1, `restarted: ${now.join(", ")}`);
  });

  it("not encrypted: up refuses before it does anything, and does not show the value", async () => {
    const file = join(project.folder, "Pulumi.separate.yaml");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace(/secrets:\n/, "secrets:\n    token: in-the-clear\n"));
    const { exitCode, output } = await runCli(project, ["up", "separate"]);
    await writeFile(file, text);
    assert.equal(exitCode, 1, output);
    assert.match(
      output,
      /The secret "token" of the stack separate is not encrypted.*To do: .\/pulumiw config set --secret/s,
    );
    assert.doesNotMatch(output, /in-the-clear/);
  });

  it("delivered by a first run that was killed: down leaves none", async () => {
    await runCli(project, ["down", "separate", "--volumes"]);
    assert.deepEqual(await secretFoldersOf(project.instance), []);
    const first = startCli(project, ["up", "separate"]);
    await first.says(/separate-delivered created/, 120_000);
    first.kill();
    await first.ended;
    assert.notDeepEqual(await secretFoldersOf(project.instance), []);
    const { exitCode, output } = await runCli(project, ["down", "separate", "--volumes"]);
    assert.equal(exitCode, 0, output);
    assert.deepEqual(await secretFoldersOf(project.instance), []);
    assert.deepEqual(await objectsOf(await testEngine(), project.instance), []);
  });
});
