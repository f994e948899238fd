import assert from "node:assert/strict";
import { blast } from "../../../../lab/experiments/blast.ts";
import type { Effect } from "../../../../lab/experiments/blast/faults.ts";
import { impactIn } from "../../../../lab/experiments/blast/impact.ts";
import { merged, observed } from "../../../../lab/experiments/blast/observed.ts";
import { checked } from "../../../../lab/harness/cells.ts";
import type { Sample } from "../../../../lab/tools/requests.ts";

const sample = (at: number, outcome: Sample["outcome"] = "ok", latencyMs = 1): Sample => ({ at, latencyMs, outcome });

describe("blast: the impact on others", () => {
  it("counts only requests that began during the fault", () => {
    const samples = [sample(999, "lost"), sample(1000), sample(3999, "timeout"), sample(4000, "lost")];
    assert.deepEqual(impactIn(samples, 1000, 3), { requests: 2, failed: 50, p99: 1, outcomes: { ok: 1, timeout: 1 } });
  });

  it("takes p99 from good answers, by the nearest rank", () => {
    const samples = Array.from({ length: 200 }, (_, index) => sample(index, "ok", index + 1));
    assert.equal(impactIn([...samples, sample(5, "timeout", 1000)], 0, 1)?.p99, 198);
  });

  it("has no p99 without a good answer, and no result without requests", () => {
    assert.deepEqual(impactIn([sample(1, "refused")], 0, 1), {
      requests: 1,
      failed: 100,
      p99: undefined,
      outcomes: { refused: 1 },
    });
    assert.equal(impactIn([sample(5000)], 0, 1), undefined);
  });
});

describe("blast: figures", () => {
  const effect: Effect = {
    felt: { requests: 100, failed: 5, p99: 7, outcomes: { ok: 95, lost: 5 } },
    died: true,
    hog: undefined,
  };
  const effects = { memory: [effect], forks: [effect], disk: [effect], cpu: [effect] };

  it("have a value or a reason each", () => {
    const found = checked(blast, merged(observed("limited", effects), observed("unlimited", "Not here.")));
    assert.equal(found.values["forks.limited.failed"], 5);
    assert.equal(found.values["forks.limited.restarted"], true);
    assert.equal(found.missing?.["disk.unlimited.p99"], "Not here.");
    assert.equal(Object.keys(blast.figures).length, 26);
  });

  it("are those of the median trial by failed requests, and count the trials in which the server died", () => {
    const trial = (failed: number, p99: number | undefined, died: boolean): Effect => ({
      felt: { requests: 100, failed, p99, outcomes: {} },
      died,
      hog: undefined,
    });
    const leaks = [
      trial(74, undefined, true),
      trial(0, 9, false),
      trial(0, 3, false),
      trial(0, 4, false),
      trial(80, 1, true),
    ];
    const { values } = observed("limited", { ...effects, memory: leaks });
    assert.equal(values["memory.limited.failed"], 0);
    assert.equal(values["memory.limited.p99"], 9);
    assert.equal(values["memory.limited.restarted"], false);
    assert.equal(values["memory.limited.died"], 2);
    assert.ok(!("forks.limited.died" in values));
  });

  it("say why there is no p99", () => {
    const none = { ...effect, felt: { requests: 100, failed: 100, p99: undefined, outcomes: {} } };
    const found = observed("limited", { ...effects, cpu: [none] });
    assert.match(found.missing?.["cpu.limited.p99"] ?? "", /No request got a good answer/);
    assert.ok(!("cpu.limited.p99" in found.values));
  });
});
