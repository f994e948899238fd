import assert from "node:assert/strict";
import type { Beginning, Experiment } from "../../../../lab/contract.ts";
import { checked, takeCell } from "../../../../lab/harness/cells.ts";
import type { Subject } from "../../../../lab/tools.ts";
import type { Containers } from "../../../../lab/tools/containers.ts";

const experiment = {
  name: "sample",
  figures: {
    time: { title: "time", unit: "ms", better: "lower" },
    works: { title: "works", unit: "yes-no", better: "yes" },
  },
} as const;

describe("an experiment's observations", () => {
  it("pass if every figure has a value of its kind or a reason", () => {
    const good = { values: { time: 3 }, missing: { works: "it was not asked" } };
    assert.equal(checked(experiment, good), good);
  });

  const refused: readonly (readonly [title: string, observations: Parameters<typeof checked>[1], message: RegExp])[] = [
    ["a figure without value and reason", { values: { time: 3 } }, /neither "works" nor a reason/],
    ["an empty reason", { values: { time: 3 }, missing: { works: "" } }, /neither "works" nor a reason/],
    ["a figure that is not declared", { values: { time: 3, works: true, extra: 1 } }, /"extra", which it does not/],
    ["a reason for what is not declared", { values: { time: 3, works: true }, missing: { more: "no" } }, /"more"/],
    ["a value of another kind", { values: { time: "3", works: true } }, /"time" as "3", which is no value of ms/],
    ["no number", { values: { time: Number.NaN, works: true } }, /"time" as null, which is no value of ms/],
  ];
  for (const [title, observations, message] of refused) {
    it(`are refused with ${title}`, () => {
      assert.throws(() => checked(experiment, observations), message);
    });
  }
});

describe("a cell", () => {
  const deployment = {} as Subject;
  const cell = { experiment: "sample", subject: "one", round: 0, warmUp: false };
  const clock = performance.now.bind(performance);
  afterEach(() => {
    performance.now = clock;
  });

  async function taken(begins: Beginning | undefined, subject = deployment, measures = true): Promise<string[]> {
    const did: string[] = [];
    const note = (what: string) => () => Promise.resolve(void did.push(what));
    const containers = { renew: note("renew"), resume: note("resume"), freeze: note("freeze") };
    const run = () => Promise.resolve({ values: { time: 1, works: true } });
    const all = { ...experiment, begins, run } as unknown as Experiment;
    const { signal } = new AbortController();
    const taking = {
      containers: () => containers as unknown as Containers,
      ...{ measure: run, measures, meter: undefined },
    };
    await takeCell(all, cell, subject, taking, signal);
    return did;
  }

  it("begins with new processes, the same ones, or as left, as the experiment says", async () => {
    assert.deepEqual(await taken(undefined), ["renew", "freeze"]);
    assert.deepEqual(await taken("resumed"), ["resume", "freeze"]);
    assert.deepEqual(await taken("as left"), ["freeze"]);
  });

  it("leaves the deployment alone if the experiment does not measure there", async () => {
    assert.deepEqual(await taken(undefined, deployment, false), []);
  });

  it("does not continue with processes that were frozen for minutes", async () => {
    const subject = { ...deployment };
    assert.deepEqual(await taken("resumed", subject), ["resume", "freeze"]);
    performance.now = () => clock() + 100_000;
    assert.deepEqual(await taken("resumed", subject), ["resume", "freeze"]);
    performance.now = () => clock() + 300_000;
    assert.deepEqual(await taken("resumed", subject), ["renew", "freeze"]);
  });
});
