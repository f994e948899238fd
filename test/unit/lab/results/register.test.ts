import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addRecord, beginResults, resultsFile } from "../../../../lab/results/files.ts";
import type { CellRecord } from "../../../../lab/results/record.ts";
import {
  addToRegister,
  begunLine,
  closeKilled,
  readRegister,
  registerAborted,
  registerComplete,
  registerFile,
} from "../../../../lab/results/register.ts";
import { syntheticRun } from "../support/synthetic-run.ts";

describe("the register of runs", () => {
  const { run: made, cells } = syntheticRun({ failures: { zombies: { systemd: "it failed" } } });
  const run = { ...made, rules: "0".repeat(64) };
  const failing = cells.filter(({ failure }) => failure !== undefined).slice(0, 1);
  const some: readonly CellRecord[] = [...cells.slice(0, 2), ...failing];
  let root = "";

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "lab-register-"));
  });
  afterEach(async () => {
    await rm(root, { recursive: true });
  });

  async function begin(id = run.id): Promise<string> {
    await addToRegister(root, begunLine({ ...run, id }));
    const folder = await beginResults(root, { ...run, id });
    for (const cell of some) await addRecord(folder, cell);
    return folder;
  }
  const only = async () => {
    const runs = await readRegister(root);
    assert.equal(runs.length, 1);
    return runs[0];
  };

  it("says before the first cell what is measured, on what and under which rules", async () => {
    await addToRegister(root, begunLine(run));
    const { state, lines } = (await only()) ?? {};
    assert.equal(state, "open");
    assert.deepEqual(lines, [
      {
        ...{ event: "begun", run: run.id, at: run.startedAt, project: run.project, rules: run.rules, host: run.host },
        subjects: ["separate", "supervisord", "systemd", "separate-twin"],
        settings: run.settings,
      },
    ]);
  });

  it("seals a complete run with the SHA-256 of its results", async () => {
    const folder = await begin();
    await registerComplete(folder, run.id);
    const { state, lines = [] } = (await only()) ?? {};
    const last = lines.at(-1);
    assert.equal(state, "complete");
    assert(last?.event === "complete");
    const sha256 = createHash("sha256")
      .update(await readFile(resultsFile(folder)))
      .digest("hex");
    assert.deepEqual([last.cells, last.failed, last.sha256], [3, 1, sha256]);
  });

  it("says why a run was aborted, and that it was resumed", async () => {
    const folder = await begin();
    await registerAborted(folder, run.id, "interrupted by SIGINT");
    const aborted = await only();
    assert.equal(aborted?.state, "aborted");
    const last = aborted.lines.at(-1);
    assert(last?.event === "aborted");
    assert.deepEqual([last.why, last.cells, last.failed], ["interrupted by SIGINT", 3, 1]);
    await addToRegister(root, { event: "resumed", run: run.id, at: run.startedAt, cellsDone: 3 });
    assert.equal((await only())?.state, "open");
  });

  it("closes runs that were killed, also before their first record, and no others", async () => {
    const complete = await begin("2026-01-01T00-00-00Z");
    await registerComplete(complete, "2026-01-01T00-00-00Z");
    const killed = await begin("2026-01-02T00-00-00Z");
    await appendFile(resultsFile(killed), '{"kind":"cell","experi');
    await addToRegister(root, begunLine({ ...run, id: "2026-01-03T00-00-00Z" }));
    assert.deepEqual(await closeKilled(root), ["2026-01-02T00-00-00Z", "2026-01-03T00-00-00Z"]);
    assert.deepEqual(await closeKilled(root), []);
    const [first, second, third] = await readRegister(root);
    assert.deepEqual([first?.state, second?.state, third?.state], ["complete", "aborted", "aborted"]);
    const [ofSecond, ofThird] = [second?.lines.at(-1), third?.lines.at(-1)];
    assert(ofSecond?.event === "aborted" && ofThird?.event === "aborted");
    assert.match(ofSecond.why, /^killed/);
    assert.deepEqual([ofSecond.cells, ofThird.cells, ofThird.sha256], [3, undefined, undefined]);
  });

  it("keeps every line: it is only appended to, and only an incomplete last line is dropped", async () => {
    await begin();
    const before = await readFile(registerFile(root), "utf8");
    await appendFile(registerFile(root), '{"event":"comp');
    assert.equal((await only())?.state, "open");
    await addToRegister(root, { event: "resumed", run: run.id, at: run.startedAt, cellsDone: 3 });
    const after = await readFile(registerFile(root), "utf8");
    assert(after.startsWith(before));
    assert.deepEqual(
      (await only())?.lines.map(({ event }) => event),
      ["begun", "resumed"],
    );
  });

  it("is empty where nothing was registered, and refuses a line that is not JSON", async () => {
    assert.deepEqual(await readRegister(join(root, "nothing")), []);
    await appendFile(registerFile(root), "nonsense\n");
    await assert.rejects(readRegister(root), /register\.jsonl:1 is not JSON\.\nTo do: /);
  });
});
