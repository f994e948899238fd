import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { experimentsNamed } from "../../../../lab/experiments.ts";
import { newestRun, newRun, planRun, type Keeping, type RunPlan, type Wanted } from "../../../../lab/harness/plan.ts";
import { beginResults } from "../../../../lab/results/files.ts";
import { addToRegister, begunLine, registerComplete } from "../../../../lab/results/register.ts";
import { loadWorkload } from "../../../../services/load.ts";
import { ownWorkloads } from "../../../../services/own-workloads.ts";
import { approachesNamed } from "../../../../stacks/approaches.ts";
import { projectRoot } from "../../../../toolchain/environment.ts";
import { syntheticRun } from "../support/synthetic-run.ts";

const { host } = syntheticRun().run;

describe("the newest run", () => {
  let keeping: Keeping = { results: "", version: "abc1234", rules: "a".repeat(64), fresh: false };
  let wanted: Wanted;
  let plan: RunPlan;
  let folder = "";

  before(async () => {
    wanted = {
      approaches: approachesNamed(["separate", "s6"], "--only"),
      variants: [],
      skipped: new Map(),
      experiments: experimentsNamed(["memory", "startup"]),
      workloads: [await loadWorkload("hello", ownWorkloads(projectRoot))],
      rounds: 3,
      quick: true,
      seed: undefined,
    };
    plan = planRun(wanted, host);
  });
  beforeEach(async () => {
    keeping = { ...keeping, results: await mkdtemp(join(tmpdir(), "lab-plan-")) };
    const run = newRun(plan, undefined, keeping, host);
    assert.deepEqual([run.rules, run.project], [keeping.rules, keeping.version]);
    await addToRegister(keeping.results, begunLine(run));
    folder = await beginResults(keeping.results, run);
  });
  afterEach(async () => {
    await rm(keeping.results, { recursive: true });
  });

  it("goes on under the same code, rules, settings, subjects and host, also with a seed of its own", async () => {
    const { goesOn, endsHere } = await newestRun(plan, undefined, keeping, host);
    assert.deepEqual([goesOn?.folder, endsHere], [folder, undefined]);
  });

  const others: readonly (readonly [why: string, find: () => ReturnType<typeof newestRun>])[] = [
    ["a new run was asked for", () => newestRun(plan, undefined, { ...keeping, fresh: true }, host)],
    ["the code changed", () => newestRun(plan, undefined, { ...keeping, version: "def5678" }, host)],
    ["the rules changed", () => newestRun(plan, undefined, { ...keeping, rules: "b".repeat(64) }, host)],
    ["the settings are others", () => newestRun(planRun({ ...wanted, rounds: 4 }, host), undefined, keeping, host)],
    ["the settings are others", () => newestRun(plan, 1_000_001, keeping, host)],
    [
      "the subjects are others",
      () => newestRun(planRun({ ...wanted, skipped: new Map([["s6", "no"]]) }, host), undefined, keeping, host),
    ],
    ["the host is another", () => newestRun(plan, undefined, keeping, { ...host, kernel: "another" })],
  ];
  for (const [why, find] of others) {
    it(`ends here, and says why: ${why}`, async () => {
      const { goesOn, endsHere } = await find();
      assert.deepEqual([goesOn, endsHere?.folder, endsHere?.why], [undefined, folder, why]);
    });
  }

  it("is left alone if it is complete", async () => {
    await registerComplete(folder, basename(folder));
    assert.deepEqual(await newestRun(plan, undefined, { ...keeping, fresh: true }, host), {});
  });

  it("is nothing where there is none", async () => {
    assert.deepEqual(await newestRun(plan, undefined, { ...keeping, results: join(folder, "none") }, host), {});
  });
});
