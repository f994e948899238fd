import { execa } from "execa";
import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCli } from "../support/cli.ts";
import { objectsOf, testEngine } from "../support/engine.ts";
import { copyProject, type Project } from "../support/project.ts";

/** The backend that Pulumi.yaml names, as for most users, and not the one that copies are given. */
const embedded = { PULUMI_BACKEND_URL: undefined };

async function must(project: Project, args: readonly string[], env: NodeJS.ProcessEnv = embedded): Promise<string> {
  const { exitCode, output } = await runCli(project, args, env);
  assert.equal(exitCode, 0, `${args.join(" ")}:\n${output}`);
  return output;
}

async function removed(project: Project, stack = "separate"): Promise<void> {
  await must(project, ["down", stack]);
  assert.deepEqual(await objectsOf(await testEngine(), project.instance), []);
  await project.remove();
}

describe("a checkout in a folder with an unusual name", function () {
  this.timeout(240_000);

  it("is deployed, left as it is, asked and removed", async () => {
    const project = await copyProject(`a #1 50% why? 'b' "c" ü & d`);
    await must(project, ["up"]);
    assert.doesNotMatch(await must(project, ["up"]), /created|updated|replaced/);
    assert.match(await must(project, ["ctl", "separate", "server", "status"]), /^running/m);
    await removed(project);
  });
});

describe("a state that Pulumi compresses", function () {
  this.timeout(240_000);
  const compressing = { PULUMI_DIY_BACKEND_GZIP: "true" };

  it("is read, in a backend of the user's own, by up, up again and down", async () => {
    const project = await copyProject("gzip");
    for (const args of [["up"], ["up"], ["down"]]) await must(project, args, compressing);
    await removed(project);
  });

  it("is not written into the embedded backend, and one that is there is read", async () => {
    const project = await copyProject("gzip-embedded");
    await must(project, ["up"], compressing);
    for (const args of [["up"], ["down"]]) await must(project, args, { ...compressing, ...embedded });
    await removed(project);
  });
});

describe("an output that no process reads", function () {
  this.timeout(240_000);

  it("does not stop up, nor leave a lock", async () => {
    const project = await copyProject("pipe");
    const script = '"$0" toolchain/bootstrap.mjs up separate 2>&1 | head -2';
    await execa("sh", ["-c", script, process.execPath], { cwd: project.folder, env: { ...project.env, ...embedded } });
    assert.match(await must(project, ["ctl", "separate", "server", "status"]), /^running/m);
    assert.doesNotMatch(await must(project, ["up"]), /created|lock/);
    await removed(project);
  });

  it("on a full disk is an error, after the deployment", async () => {
    const project = await copyProject("full-disk");
    const script = '"$0" toolchain/bootstrap.mjs up separate >/dev/full';
    const options = { cwd: project.folder, env: { ...project.env, ...embedded }, reject: false } as const;
    const { exitCode, stderr } = await execa("sh", ["-c", script, process.execPath], options);
    assert.equal(exitCode, 1);
    assert.match(stderr, /error: the output could not be written: ENOSPC/);
    assert.match(await must(project, ["ctl", "separate", "server", "status"]), /^running/m);
    await removed(project);
  });
});

describe("a checkout with files of the user's own", function () {
  this.timeout(240_000);

  it("deploys a stack of which only Pulumi.NAME.yaml exists", async () => {
    const project = await copyProject("own-stack");
    await writeFile(
      join(project.folder, "Pulumi.mine.yaml"),
      `config:\n  container-approaches:approaches: '["shell"]'\n`,
    );
    assert.match(await must(project, ["up", "mine"]), /shell/);
    await removed(project, "mine");
  });

  it("deploys a workload beside one that is half-written, and beside an editor's lock", async () => {
    const project = await copyProject("half-written");
    await mkdir(join(project.folder, "services/other"));
    await writeFile(join(project.folder, "services/other/workload.ts"), "export const workload = {");
    await symlink("nobody@nowhere:1", join(project.folder, "services/hello/.#workload.ts"));
    await must(project, ["up"]);
    const { exitCode, output } = await runCli(project, ["up", "separate"], embedded);
    assert.equal(exitCode, 0, output);
    await removed(project);
  });
});
