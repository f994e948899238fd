import assert from "node:assert/strict";
import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  addRecord,
  beginResults,
  dropPartialLine,
  parseResults,
  readResults,
  resultsFile,
  runFolders,
} from "../../../../lab/results/files.ts";
import { sameHost, type CellRecord } from "../../../../lab/results/record.ts";
import { syntheticRun } from "../support/synthetic-run.ts";

describe("results files", () => {
  const { run, cells } = syntheticRun();
  const [first, second] = cells as [CellRecord, CellRecord];
  let root = "";

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "lab-results-"));
  });
  afterEach(async () => {
    await rm(root, { recursive: true });
  });

  it("are read as they were written, a line per record", async () => {
    const folder = await beginResults(root, run);
    await addRecord(folder, first);
    await addRecord(folder, { kind: "resumed", at: "2026-01-01T00:00:00Z", cellsDone: 1 });
    await addRecord(folder, second);
    assert.deepEqual(await readResults(folder), { run, cells: [first, second], resumed: 1 });
    assert.equal((await readFile(join(folder, "results.jsonl"), "utf8")).split("\n").length, 5);
  });

  it("lose only an incomplete last line when the process is killed", async () => {
    const folder = await beginResults(root, run);
    await addRecord(folder, first);
    await appendFile(join(folder, "results.jsonl"), '{"kind":"cell","experi');
    assert.deepEqual((await readResults(folder)).cells, [first]);
    await dropPartialLine(resultsFile(folder));
    await addRecord(folder, second);
    assert.deepEqual((await readResults(folder)).cells, [first, second]);
  });

  it("of the newest run come first, and other folders are ignored", async () => {
    for (const id of ["2026-01-01T00-00-00Z", "2026-03-01T00-00-00Z", "notes"])
      await beginResults(root, { ...run, id });
    const names = (await runFolders(root)).map((folder) => folder.slice(root.length + 1));
    assert.deepEqual(names, ["2026-03-01T00-00-00Z", "2026-01-01T00-00-00Z"]);
    assert.deepEqual(await runFolders(join(root, "nothing")), []);
  });

  it("are refused with what is wrong: no file, another version, a line that is not JSON", async () => {
    await assert.rejects(readResults(root), /There are no results in .*\nAllowed: .*\nTo do: npm run compare/s);
    assert.throws(
      () => parseResults('{"kind":"run","resultsVersion":0}\n', "file"),
      /does not begin with a run record of version 1/,
    );
    assert.throws(() => parseResults(`${JSON.stringify(run)}\nnonsense\n`, "file"), /file:2 is not JSON/);
  });

  it("distinguish hosts by everything but their load", () => {
    assert(sameHost(run.host, { ...run.host, load: 17 }));
    assert(!sameHost(run.host, { ...run.host, kernel: "another" }));
  });
});
