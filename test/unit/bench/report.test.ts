import assert from "node:assert/strict";
import { armNames, type Cycle } from "../../../bench/arm.ts";
import { memoryReport, rowsOf } from "../../../bench/report.ts";
import type { Results } from "../../../bench/rounds.ts";
import { summarize } from "../../../bench/statistics.ts";
import { table } from "../../../bench/table.ts";
import { figureTable } from "../../../bench/text.ts";

function cycle(milliseconds: number): Cycle {
  return { up: milliseconds, ready: milliseconds, noop: milliseconds, destroy: milliseconds };
}

const results: Results = {
  floor: [cycle(500), cycle(1000), cycle(1500)],
  compose: [cycle(2000), cycle(2000), cycle(2000)],
  "compose-kept": [cycle(1900), cycle(1900), cycle(1900)],
  pulumi: [cycle(3000), cycle(2900), cycle(9000)],
  "pulumi-preview": [cycle(4000), cycle(4000), cycle(4000)],
};
const arms = armNames.map((name) => ({ name, title: `tool ${name}` }));
const rows = rowsOf(results, arms);

function verdictOf(figure: string) {
  return rows.find((row) => row.arm === "pulumi" && row.figure === figure)?.verdict;
}

describe("bench / report", () => {
  it("ratios are those of the medians", () => {
    const row = rows.find(({ arm, figure }) => arm === "pulumi" && figure === "up");
    assert.ok(row !== undefined);
    assert.equal(row.toCompose, 1.5);
    assert.equal(row.toFloor, 3);
    assert.deepEqual(row.samples, [3000, 2900, 9000]);
  });

  it("targets are judged for Pulumi without preview alone; meeting one exactly meets it", () => {
    assert.deepEqual(verdictOf("up"), { target: 1.8, met: true });
    assert.deepEqual(verdictOf("noop"), { target: 1.5, met: true });
    assert.deepEqual(verdictOf("destroy"), { target: 1.3, met: false });
    assert.equal(verdictOf("ready"), undefined);
    assert.ok(rows.every(({ arm, verdict }) => arm === "pulumi" || verdict === undefined));
  });

  it("memory is judged by the process where it is seen, else by the container", () => {
    const cgroup = summarize([13e6]);
    assert.equal(memoryReport({ container: "c", cgroup }).met, false);
    assert.equal(memoryReport({ container: "c", cgroup, process: summarize([11e6]) }).met, true);
  });

  it("the table shows median, spread, sample count, both ratios and the target", () => {
    const lines = figureTable(rows).split("\n");
    const line = lines.find((text) => text.includes("tool pulumi ") && text.includes("within 1.80"));
    assert.match(line ?? "", /3\.00 s +2\.90\.\.9\.00 +3 +1\.50 x +3\.00 x +within 1\.80 x$/);
  });

  it("a figure is named in the first of its lines only", () => {
    assert.equal(figureTable(rows).match(/^destroy/gm)?.length, 1);
    assert.equal(figureTable(rows).split("\n").length, 2 + 4 * armNames.length);
  });

  it("columns of a table are as wide as their widest cell", () => {
    const text = table(["name", "n"], [["a long name", "1"], ["b"]], ["left", "right"]);
    assert.equal(text, "name         n\n-----------  -\na long name  1\nb");
  });
});
