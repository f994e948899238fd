import axios from "axios";
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runCli } from "../support/cli.ts";
import { objectsOf, removeVolumesOf, testEngine } from "../support/engine.ts";
import { copyProject, type Project } from "../support/project.ts";
import { TestStack } from "../support/stack.ts";
import { buildImages } from "./build-images.ts";

/** What programs need that start as root, and become another user. */
const few = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "NET_BIND_SERVICE", "SETGID", "SETUID"];

const file = `
services:
  app: {image: "ca-hardened/app:1", ports: ["8000"], depends_on: [cache]}
  cache: {image: "ca-hardened/cache:1"}
`;

describe("up --harden", function () {
  this.timeout(600_000);
  let project: Project;
  let remove = async (): Promise<void> => Promise.resolve();

  before(async () => {
    project = await copyProject("hardened");
    remove = await buildImages("ca-hardened", ["app", "cache"]);
  });

  after(async () => {
    await new TestStack(project, "hardened").destroy();
    await removeVolumesOf(await testEngine(), project.instance);
    await remove();
    assert.deepEqual(await objectsOf(await testEngine(), project.instance), []);
    await project.remove();
  });

  /** What Docker has set. */
  async function confinementOf(service: string) {
    const parts = ["CapDrop", "CapAdd", "SecurityOpt", "ReadonlyRootfs"].map((key) => `{{json .HostConfig.${key}}}`);
    const container = `ca-${project.instance}-hardened-separate-${service}`;
    const docker = await testEngine();
    const text = await docker.run(["inspect", "--format", `[${parts.join(",")}]`, container]);
    const [drop, add, options, readOnly] = JSON.parse(text) as [string[], string[] | null, string[] | null, boolean];
    const kept = (add ?? []).map((name) => name.replace(/^CAP_/, "")).toSorted();
    return { drop, kept, gains: options?.includes("no-new-privileges") !== true, readOnly };
  }

  it("restricts each service to what it is found to tolerate, and says what it does not", async () => {
    const folder = join(project.folder, ".state/cases");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "compose.yaml"), file);
    const stack = new TestStack(project, "hardened");
    await stack.init({ approaches: '["separate"]', workload: join(folder, "compose.yaml") });
    const { exitCode, output } = await runCli(project, ["up", stack.name, "--harden"]);
    assert.equal(exitCode, 0, output);
    assert.match(output, /hardening: cache does not tolerate no-capabilities: /);
    assert.deepEqual(await confinementOf("app"), { drop: ["ALL"], kept: [], gains: false, readOnly: true });
    assert.deepEqual(await confinementOf("cache"), { drop: ["ALL"], kept: few, gains: false, readOnly: true });
    const { url = "" } = await stack.outputs();
    assert.equal((await axios.get<unknown>(`${url}/count`, { timeout: 10_000 })).data, 1);
    await stack.up("--expect-no-changes");
  });
});
