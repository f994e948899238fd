import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judgeOnce } from "../../../cli/comparing/judge.ts";
import { analyse } from "../../../lab/analysis/analyse.ts";
import { experiments } from "../../../lab/experiments.ts";
import { addRecord, beginResults } from "../../../lab/results/files.ts";
import { addToRegister, begunLine, registerComplete } from "../../../lab/results/register.ts";
import { readJudgements } from "../../../lab/results/verdicts.ts";
import { rulesHash } from "../../../lab/rules/rules.ts";
import { claims, matrixOf, named } from "../lab/report/support.ts";
import { syntheticRun } from "../lab/support/synthetic-run.ts";

describe("the judgement that belongs to a run", () => {
  let root = "";
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "lab-judge-"));
  });
  afterEach(async () => {
    await rm(root, { recursive: true });
  });

  /** A registered run, judged. @returns its folder */
  async function judged(rules: string | undefined, ends: boolean): Promise<string> {
    const { run: made, cells } = syntheticRun({ experiments: named("memory"), rounds: 1 });
    const run = rules === undefined ? made : { ...made, rules };
    await addToRegister(root, begunLine(run));
    const folder = await beginResults(root, run);
    for (const cell of cells) await addRecord(folder, cell);
    if (ends) await registerComplete(folder, run.id);
    await judgeOnce(folder, analyse(run, cells, experiments), { experiments, claims, matrix: matrixOf });
    return folder;
  }

  it("is kept once the run is complete, with the rules that it was measured under", async () => {
    const folder = await judged(rulesHash, true);
    const [judgement, ...more] = await readJudgements(folder);
    assert.deepEqual(more, []);
    assert.equal(judgement?.rules, rulesHash);
    assert.deepEqual(
      Object.keys(judgement.verdicts),
      claims.map(({ id }) => id),
    );
    assert.deepEqual(
      (await readdir(folder)).sort(),
      ["results.jsonl", "verdicts.json"],
      "only kept runs keep a report",
    );
  });

  it("is not made up for a run that did not end, or that other rules measured", async () => {
    assert.deepEqual(await readJudgements(await judged(rulesHash, false)), []);
    await rm(root, { recursive: true });
    assert.deepEqual(await readJudgements(await judged("b".repeat(64), true)), []);
    await rm(root, { recursive: true });
    assert.deepEqual(await readJudgements(await judged(undefined, true)), []);
  });
});
