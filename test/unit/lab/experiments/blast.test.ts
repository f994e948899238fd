import assert from "node:assert/strict";
import { blast } from "../../../../lab/experiments/blast.ts";
import { doses, type Fault } from "../../../../lab/experiments/blast/doses.ts";
import { orderOf, type Effect, type Effects } from "../../../../lab/experiments/blast/faults.ts";
import { impactIn } from "../../../../lab/experiments/blast/impact.ts";
import { merged, observed } from "../../../../lab/experiments/blast/observed.ts";
import { checked } from "../../../../lab/harness/cells.ts";
import { seededRandom } from "../../../../lab/random.ts";
import { rules } from "../../../../lab/rules/rules.ts";
import type { Sample } from "../../../../lab/tools/requests.ts";

const sample = (at: number, outcome: Sample["outcome"] = "ok", latencyMs = 1): Sample => ({ at, latencyMs, outcome });

describe("blast: the impact on others", () => {
  it("counts only requests that began during the fault", () => {
    const samples = [sample(999, "lost"), sample(1000), sample(3999, "timeout"), sample(4000, "lost")];
    const { requests, failed, outcomes } = impactIn(samples, 1000, 3) ?? {};
    assert.deepEqual({ requests, failed, outcomes }, { requests: 2, failed: 50, outcomes: { ok: 1, timeout: 1 } });
  });

  it("takes p50 and p99 from good answers, by the nearest rank", () => {
    const samples = Array.from({ length: 200 }, (_, index) => sample(index, "ok", index + 1));
    const found = impactIn([...samples, sample(5, "timeout", 1000)], 0, 1);
    assert.deepEqual([found?.p50, found?.p99], [100, 198]);
  });

  it("has no p99 without a good answer, and no result without requests", () => {
    const found = impactIn([sample(1, "refused")], 0, 1);
    assert.deepEqual([found?.requests, found?.failed, found?.p99], [1, 100, undefined]);
    assert.equal(impactIn([sample(5000)], 0, 1), undefined);
  });
});

describe("blast: the order of the faults", () => {
  it("has every trial once, and depends on the seed alone", () => {
    const orders = [1, 2, 3, 1].map((seed) =>
      orderOf(doses.deployed.threads, seededRandom(seed)).map(([fault]) => fault),
    );
    for (const order of orders) {
      const count = (fault: Fault) => order.filter((one) => one === fault).length;
      assert.equal(count("memory"), rules.faults.leaksPerRound.value);
      assert.deepEqual([count("forks"), count("disk"), count("cpu")], [1, 1, 1]);
    }
    assert.deepEqual(orders[0], orders[3]);
    assert.notDeepEqual(orders[0], orders[1]);
  });

  it("makes as many leaks in two rounds as a rate needs", () => {
    assert.ok(2 * rules.faults.leaksPerRound.value >= rules.statistics.trials.value);
  });
});

describe("blast: figures", () => {
  const effect = (fault: Fault, failed = 5, died = false, p99: number | undefined = 7): Effect => ({
    fault,
    felt: { requests: 100, failed, p50: p99, p99, outcomes: {} },
    died,
    hog: undefined,
  });
  const others = [effect("forks"), effect("disk"), effect("cpu")];
  const effects: Effects = { threads: [effect("memory"), ...others], loop: [effect("forks"), effect("cpu")] };

  it("have a value or a reason each, except withdrawn ones", () => {
    const found = checked(blast, merged(observed("deployed", effects), observed("default", "Not here.")));
    assert.equal(found.values["forks.deployed.failed"], 5);
    assert.equal(found.values["loop.cpu.deployed.p99"], 7);
    assert.equal(found.missing?.["disk.default.died"], "Not here.");
    const sound = Object.values(blast.figures).filter(({ withdrawn }) => withdrawn === undefined);
    assert.equal(sound.length, Object.keys({ ...found.values, ...found.missing }).length);
  });

  it("of a leak are the mean, the worst and the rate of its trials", () => {
    const leaks = [74, 0, 0, 0, 81].map((failed) => effect("memory", failed, failed > 50));
    const { values } = observed("deployed", { ...effects, threads: [...leaks, ...others] });
    assert.equal(values["memory.deployed.failed"], 31);
    assert.equal(values["memory.deployed.worst"], 81);
    assert.deepEqual(values["memory.deployed.died"], { hits: 2, of: 5 });
  });

  it("of an entry that died in exactly k of n trials have k hits of n", () => {
    for (const [hits, of] of [
      [0, 10],
      [3, 10],
      [10, 10],
    ] as const) {
      const leaks = Array.from({ length: of }, (_, index) => effect("memory", 0, index < hits));
      const { values } = observed("default", { ...effects, threads: [...others, ...leaks] });
      assert.deepEqual(values["memory.default.died"], { hits, of });
    }
  });

  it("say why there is no p99, and why there is no event loop", () => {
    const none = {
      ...effect("cpu", 100),
      felt: { requests: 1, failed: 100, p50: undefined, p99: undefined, outcomes: {} },
    };
    const found = observed("deployed", { threads: [...effects.threads.slice(0, 3), none], loop: [] });
    assert.match(found.missing?.["cpu.deployed.p99"] ?? "", /No request got a good answer/);
    assert.ok(!("cpu.deployed.p99" in found.values));
    assert.match(found.missing?.["loop.forks.deployed.failed"] ?? "", /cannot serve from an event loop/);
  });
});
