import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { experiments } from "../../../../lab/experiments.ts";
import { parseResults, readResults } from "../../../../lab/results/files.ts";
import type { CellRecord, RunRecord } from "../../../../lab/results/record.ts";
import { syntheticRun } from "../support/synthetic-run.ts";

const kept = resolve(import.meta.dirname, "../../../../docs/results");
const { run, cells } = syntheticRun({ approaches: ["separate"], twin: "none" });
const [anyCell] = cells;

function read(workloads: RunRecord["workloads"], cell: Partial<CellRecord>) {
  // JSON leaves out what is undefined.
  const records = [
    { ...run, workloads },
    { ...anyCell, ...cell },
  ];
  return parseResults(records.map((one) => `${JSON.stringify(one)}\n`).join(""), "file");
}

describe("results with earlier names", () => {
  it("are read with today's names, values and reasons, only in their own experiment", () => {
    const values = { "server.outage": 7, "first.outage": 8 };
    const missing = { "client.outage": "it did not come back" };
    const [recovery] = read({}, { experiment: "recovery", values, missing }).cells;
    assert.deepEqual(recovery?.values, { "entry.outage": 7, "first.outage": 8 });
    assert.deepEqual(recovery.missing, { "peer.outage": "it did not come back" });
    const [other] = read({}, { experiment: "memory", values, missing }).cells;
    assert.deepEqual([other?.values, other?.missing], [values, missing]);
  });

  it("get the workload of each experiment, unless the run records it", () => {
    const { workloads } = read(undefined, {}).run;
    assert.deepEqual([workloads?.memory, workloads?.logs, workloads?.blast], ["hello", "trouble", "trouble"]);
    assert.deepEqual(read({ memory: "other" }, {}).run.workloads, { memory: "other" });
  });

  const declared = new Map(experiments.map(({ name, figures }) => [name, figures]));
  for (const name of readdirSync(kept).filter((entry) => /^\d{4}-/.test(entry))) {
    it(`of the kept run ${name} are figures that experiments declare`, async () => {
      const results = await readResults(join(kept, name));
      const unknown = results.cells.flatMap(({ experiment, values, missing }) =>
        Object.keys({ ...values, ...missing })
          .filter((figure) => !(figure in (declared.get(experiment) ?? {})))
          .map((figure) => `${experiment}/${figure}`),
      );
      assert.deepEqual([...new Set(unknown)], []);
      assert.ok(results.cells.length > 100);
    });
  }
});
