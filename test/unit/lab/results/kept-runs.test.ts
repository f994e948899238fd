import { execa } from "execa";
import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { readResults } from "../../../../lab/results/files.ts";
import { readRegister, takenIn, type RegisteredRun, type Taken } from "../../../../lab/results/register.ts";
import { readJudgements } from "../../../../lab/results/verdicts.ts";
import { skip } from "../../../support/skip.ts";

const root = resolve(import.meta.dirname, "../../../..");
const kept = join(root, "docs/results");

function sealOf({ lines }: RegisteredRun): Partial<Taken> {
  const last = lines.findLast(({ event }) => event === "complete" || event === "aborted");
  return last?.event === "complete" || last?.event === "aborted" ? last : {};
}

/** A reader of docs/results must be able to tell that nothing was left out, and that nothing was changed. */
describe("the kept runs in docs/results", () => {
  const folders = readdirSync(kept).filter((name) => /^\d{4}-\d\d-\d\dT/.test(name));
  let runs: readonly RegisteredRun[] = [];

  before(async () => {
    runs = await readRegister(kept);
  });

  it("are all in the register, and all that is in the register is there", () => {
    const measured = runs.filter((run) => sealOf(run).sha256 !== undefined).map(({ id }) => id);
    assert.deepEqual(folders.sort(), measured.sort());
  });

  it("have ended: none is open in the register", () => {
    assert.deepEqual(
      runs.filter(({ state }) => state === "open").map(({ id }) => id),
      [],
      "measured now or killed: npm run report -- --list closes killed runs",
    );
  });

  it("have the results with which they were sealed", async () => {
    for (const run of runs.filter(({ id }) => folders.includes(id))) {
      const { cells, failed, sha256 } = sealOf(run);
      assert.deepEqual(await takenIn(join(kept, run.id)), { cells, failed, sha256 }, run.id);
    }
  });

  it("have a report and the verdicts of their time, by the rules that the register names", async () => {
    for (const { id, lines } of runs.filter(({ state }) => state === "complete")) {
      const { run } = await readResults(join(kept, id));
      const [first] = await readJudgements(join(kept, id));
      const begun = lines.find((line) => line.event === "begun");
      assert(existsSync(join(kept, id, "report.md")), id);
      assert(first && Object.keys(first.verdicts).length > 30, `${id} has no verdicts.json`);
      assert.equal(begun?.rules, run.rules, id);
      if (run.rules !== undefined) assert.equal(first.rules, run.rules, id);
    }
  });

  it("never lose a line of the register", async function () {
    const log = ["log", "--format=", "-p", "--unified=0", "--", "docs/results/register.jsonl"];
    const { exitCode, stdout } = await execa("git", log, { cwd: root, reject: false });
    if (exitCode !== 0) skip(this, "this is no git checkout, so there is no history to check");
    assert.deepEqual(
      stdout.split("\n").filter((line) => line.startsWith("-{")),
      [],
    );
  });
});
