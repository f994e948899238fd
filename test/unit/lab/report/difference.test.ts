import assert from "node:assert/strict";
import { claims } from "../../../../lab/claims/claims.ts";
import { differenceJson, differenceMarkdown, differenceText } from "../../../../lab/report/difference-report.ts";
import { difference } from "../../../../lab/report/difference.ts";
import { analysed, analysedWith, named } from "./support.ts";

const experiments = named("memory", "identity");

describe("the difference of two runs", () => {
  it("is empty between equal runs with different seeds", () => {
    const { changes, equivalent, constant, cautions, verdicts } = difference(
      analysed({ experiments, seed: 1 }),
      analysed({ experiments, seed: 2 }),
      claims,
    );
    assert.deepEqual(
      changes.map(({ key, subject }) => `${key} ${subject}`),
      [],
    );
    assert.deepEqual(cautions, []);
    assert.ok(equivalent > constant && constant > 0);
    assert.deepEqual(verdicts, { changed: [], same: claims.length });
  });

  const higher = [90e6, 90.1e6, 90.2e6, 90.3e6, 90.4e6, 90.5e6];
  const values = {
    "memory/idle.engine": { separate: higher, "separate-twin": higher },
    "identity/named": { systemd: false },
    "identity/sameName": { systemd: false },
  };
  const changed = difference(analysed({ experiments }), analysed({ experiments, values, seed: 2 }), claims);

  it("finds what changed, and whether it is better", () => {
    assert.deepEqual(
      changed.changes.map(({ key, subject, better }) => [key, subject, better]),
      [
        ["identity/named", "systemd", false],
        ["identity/sameName", "systemd", undefined],
        ["memory/idle.engine", "separate", false],
      ],
    );
  });

  it("finds which verdicts changed", () => {
    assert.deepEqual(
      changed.verdicts.changed.map(({ id, before, after }) => [id, before, after]),
      [["000-1", "fails", "mixed"]],
    );
  });

  it("can be read as text, Markdown and JSON", () => {
    const text = differenceText(changed);
    assert.match(text, /3 changed \(0 better, 2 worse\)/);
    assert.match(text, /memory\/idle\.engine +separate .* higher \+1\d\d %, worse/);
    assert.match(
      text,
      /memory\/idle\.engine of separate: .* times \(2\.\d+ to 2\.\d+ in a 9\d\.\d % interval; margin \d+/,
    );
    assert.match(
      text,
      /^Verdicts: 1 changed, \d+ the same\n {2}000-1: does not hold before, mixed after: One container/m,
    );
    assert.match(differenceMarkdown(changed), /^- 000-1: does not hold before, mixed after: /m);
    assert.match(differenceMarkdown(changed), /^\| memory\/idle\.engine \| separate \|/m);
    assert.equal(differenceJson(changed).schemaVersion, 2);
  });

  it("does not report a difference within the noise of either run", () => {
    // The twin of the later run differs by far more than the two runs do.
    const noisy = { "memory/idle.engine": { separate: 43e6, "separate-twin": 60e6 } };
    const { changes } = difference(analysed({ experiments }), analysed({ experiments, values: noisy }), claims);
    assert.deepEqual(
      changes.filter(({ key }) => key === "memory/idle.engine"),
      [],
    );
  });

  it("says what makes the runs hard to compare", () => {
    const other = analysedWith({ experiments: named("memory"), approaches: ["separate", "pod"] }, (run, cells) => ({
      run: { ...run, project: "0.0.1", host: { ...run.host, kernel: "7.0" } },
      cells,
    }));
    const { cautions } = difference(analysed({ experiments }), other, claims);
    assert.equal(cautions.length, 5);
    assert.match(differenceText(difference(analysed({ experiments }), other, claims)), /! The hosts are not the same/);
  });

  it("says why something cannot be compared", () => {
    const missing = { "memory/peak": { systemd: "the kernel has none" } };
    const { open } = difference(analysed({ experiments }), analysed({ experiments, missing }), claims);
    assert.match(open.find(({ key }) => key === "memory/peak")?.comparison.reason ?? "", /the kernel has none/);
  });
});
