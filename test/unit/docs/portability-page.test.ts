import assert from "node:assert/strict";
import {
  hostName,
  parsePortability,
  portabilityTable,
  type PortabilityLine,
} from "../../../cli/testing/portability.ts";
import { checkPage } from "../../support/unit/page.ts";
import { portabilityPage } from "./portability-page.ts";

const line: PortabilityLine = {
  ...{ host: "here", facts: "kernel 6", approach: "one", workload: "hello", commit: "abc", at: "2026-01-01T00:00:00Z" },
  ...{ outcome: "passes", passed: 12, failed: 0, skipped: 1 },
};
const text = (...lines: readonly object[]) => lines.map((one) => `${JSON.stringify(one)}\n`).join("");

describe("the page of portability", () => {
  it("lists every approach", () => checkPage("portability.md", portabilityPage()));

  it("says of an approach that was not run on a host that it is not known", () => {
    const { rows } = portabilityTable([line], ["one", "two"]);
    assert.deepEqual(rows, [
      { approach: "one", cells: ["passes: hello (12)"] },
      { approach: "two", cells: ["not known"] },
    ]);
  });

  it("takes the newest outcome of each workload, and the worst of them", () => {
    const failed = { ...line, outcome: "fails", failed: 2, why: "is isolated" } as const;
    const [both] = portabilityTable([line, failed], ["one"]).rows;
    assert.deepEqual(both?.cells, ["fails: 2 of 14, such as is isolated"]);
    const [again] = portabilityTable([failed, line], ["one"]).rows;
    assert.deepEqual(again?.cells, ["passes: hello (12)"]);
    const [worst] = portabilityTable([{ ...failed, workload: "queue" }, line], ["one"]).rows;
    assert.match(worst?.cells[0] ?? "", /^fails/);
  });

  it("says why an approach cannot be deployed", () => {
    const [row] = portabilityTable([{ ...line, outcome: "cannot", passed: 0, why: "no root" }], ["one"]).rows;
    assert.deepEqual(row?.cells, ["cannot: no root"]);
  });

  it("refuses lines that are no outcomes, and names that are none", () => {
    assert.deepEqual(parsePortability(text(line)), [line]);
    assert.throws(() => parsePortability(text(line, { host: "here" })), /line 2 is no outcome/);
    assert.equal(hostName("debian-12"), "debian-12");
    assert.throws(() => hostName("My Host"), /--record "My Host"/);
  });
});
