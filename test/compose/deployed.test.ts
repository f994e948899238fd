import axios from "axios";
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { StackOutputs } from "../../stacks/outputs.ts";
import { control } from "../support/control.ts";
import { inspected as inspectedField, objectsOf, removeVolumesOf, testEngine } from "../support/engine.ts";
import { eventually } from "../support/eventually.ts";
import { canHaveOutside, makeOutside, type Outside } from "../support/outside.ts";
import { copyProject, type Project } from "../support/project.ts";
import { skip } from "../support/skip.ts";
import { TestStack } from "../support/stack.ts";
import { buildImages } from "./build-images.ts";
import { alone } from "./cases/alone.ts";
import { answerOf, type Ask, type Case } from "./cases/case.ts";
import { language } from "./cases/language.ts";
import { together } from "./cases/together.ts";

const cases: readonly Case[] = [...alone, ...language, ...together];
const apart = ["separate", "pod"];
const folded = ["s6", "supervisord"];

/** A host behind this one, while the tests run. */
let beyond: Outside | undefined;

/** Asks until the answers are those of the case. */
async function answers(url: string, asks: readonly Ask[], approach: string): Promise<void> {
  for (const [path, expected] of asks) {
    const answer = answerOf(expected, approach, folded);
    await eventually(
      async () => {
        const found = await ask(url, path.replaceAll("OUTSIDE", beyond?.address ?? ""));
        if (typeof answer === "string") assert.equal(found, answer, `${approach} ${path}`);
        else assert.match(found, answer, `${approach} ${path}`);
      },
      { deadlineMs: 20_000 },
    );
  }
}

async function restarted({ restarted: again }: Case, { deployments }: StackOutputs, approach: string): Promise<void> {
  const deployment = deployments[approach];
  if (again === undefined || deployment === undefined) return;
  await control(deployment, again.service, "restart");
  await answers(deployment.entry.url, again.asks, approach);
}

/** What the one container of folded services has, and what is said of it. */
async function settings({ inspected = {}, warned = [] }: Case, { deployments }: StackOutputs): Promise<void> {
  const docker = await testEngine();
  for (const approach of folded) {
    const { containers = {}, warnings = [] } = deployments[approach] ?? {};
    for (const warning of warned)
      assert.ok(
        warnings.some((line) => warning.test(line)),
        `${approach} does not warn of ${String(warning)}:\n${warnings.join("\n")}`,
      );
    for (const container of Object.keys(containers)) {
      const found = await inspectedField<Readonly<Record<string, unknown>>>(docker, container, ".HostConfig");
      for (const [key, value] of Object.entries(inspected)) assert.equal(found[key], value, `${approach} ${key}`);
    }
  }
}

/** Text of an answer; JSON as it was sent. */
async function ask(url: string, path: string): Promise<string> {
  const { data } = await axios.get<string>(`${url}${path}`, {
    responseType: "text",
    transformResponse: (text: string) => text,
    // A failure says what the program could not do.
    validateStatus: () => true,
    timeout: 10_000,
  });
  return data.trimEnd();
}

describe("Compose files as people publish them", function () {
  this.timeout(600_000);
  let project: Project;
  let remove = async (): Promise<void> => Promise.resolve();

  before(async () => {
    if (await canHaveOutside()) beyond = await makeOutside();
    project = await copyProject("compose");
    remove = await buildImages("ca-compose", ["app", "web", "cache", "db", "static"]);
  });

  after(async () => {
    await remove();
    await beyond?.remove();
    await project.remove();
  });

  async function write({ files }: Case, folder: string): Promise<void> {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
  }

  async function deployed(
    one: Case,
    approaches: readonly string[],
    name: string,
  ): Promise<{ stack: TestStack; outputs: StackOutputs }> {
    const folder = join(project.folder, ".state/cases", name);
    await write(one, folder);
    const workload = (one.workload ?? ["compose.yaml"]).map((path) => join(folder, path)).join(":");
    const stack = new TestStack(project, name);
    await stack.init({
      approaches: JSON.stringify(approaches),
      workload,
      grants: '["mounts"]',
      ...(one.profiles === undefined ? {} : { profiles: JSON.stringify(one.profiles) }),
    });
    await stack.up();
    return { stack, outputs: await stack.outputs() };
  }

  for (const [index, one] of cases.entries()) {
    it(`give the same answers apart and folded: ${one.title}`, async function () {
      if (beyond === undefined && one.asks.some(([path]) => path.includes("OUTSIDE")))
        skip(this, "only root can make a host to which egress leads");
      const approaches = one.notFolded === undefined ? [...apart, ...folded] : ["separate"];
      const { stack, outputs } = await deployed(one, approaches, `case-${index}`);
      try {
        for (const approach of approaches) {
          const url = outputs.deployments[approach]?.entry.url ?? assert.fail(`${approach} has no entry`);
          await answers(url, one.asks, approach);
        }
        for (const approach of approaches) await restarted(one, outputs, approach);
        await settings(one, outputs);
        await stack.up("--expect-no-changes");
      } finally {
        await stack.destroy();
      }
      // Volumes with data stay.
      const left = (await objectsOf(await testEngine(), project.instance)).filter((line) => !line.startsWith("volume"));
      assert.deepEqual(left, []);
      await removeVolumesOf(await testEngine(), project.instance);
    });

    if (one.notFolded !== undefined) {
      for (const approach of ["pod", ...folded])
        it(`are refused by ${approach}, where they cannot share a network, before anything is made: ${one.title}`, async () => {
          const folder = join(project.folder, ".state/cases", `refused-${index}`);
          await write(one, folder);
          const stack = new TestStack(project, `refused-${index}-${approach}`);
          await stack.init({ approaches: JSON.stringify([approach]), workload: join(folder, "compose.yaml") });
          const { exitCode, output } = await stack.run(["up", "--stack", stack.name, "--yes", "--skip-preview"]);
          assert.notEqual(exitCode, 0);
          assert.match(output, one.notFolded ?? /^$/);
          assert.equal(await stack.resourceCount(), 0);
        });
    }
  }
});
