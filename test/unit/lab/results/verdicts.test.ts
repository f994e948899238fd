import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { keepJudgement, readJudgements, type RunJudgement } from "../../../../lab/results/verdicts.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

const judgement: RunJudgement = {
  rules: "0".repeat(64),
  commit: "abc1234",
  judgedAt: "2026-01-01T00:00:00.000Z",
  verdicts: { "000-1": { outcome: "fails", parts: [{ title: "less memory", subject: "s6", outcome: "fails" }] } },
};

describe("the verdicts beside a run", () => {
  const folder = useTemporaryFolder();

  it("are written once: a later judgement does not replace them", async () => {
    assert.deepEqual(await readJudgements(folder()), []);
    await keepJudgement(folder(), judgement);
    await keepJudgement(folder(), { ...judgement, commit: "def5678", verdicts: { "000-1": { outcome: "holds" } } });
    assert.deepEqual(await readJudgements(folder()), [judgement]);
    assert.deepEqual(await readdir(folder()), ["verdicts.json"]);
  });
});
