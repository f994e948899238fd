import assert from "node:assert/strict";
import type { Deployment } from "../../../../lab/deployment.ts";
import { containersInOrder } from "../../../../lab/deployment.ts";
import { experiments } from "../../../../lab/experiments.ts";
import { blocksOf } from "../../../../lab/experiments/latency/blocks.ts";
import { figureOf, latencyFigures, measuredOf, withoutPath } from "../../../../lab/experiments/latency/paths.ts";
import { ageOf } from "../../../../lab/experiments/recovery/age.ts";
import { tailOf } from "../../../../lab/experiments/tail.ts";
import { addressesFor } from "../../../../lab/harness/outside.ts";
import type { Turn } from "../../../../lab/tools.ts";

const turn: Turn = { round: 0, rounds: 6, warmUp: false, seed: 1, quick: false };

describe("an experiment that measures times", () => {
  it("runs alone", () => {
    const times = ["ms", "us", "s", "per-second"];
    const wrong = experiments.filter(
      ({ besideOthers, figures }) =>
        besideOthers && Object.values(figures).some(({ unit, better }) => times.includes(unit) && better !== "none"),
    );
    assert.deepEqual(
      wrong.map(({ name }) => name),
      [],
    );
  });
});

describe("the age at which a process is killed", () => {
  const ages = (seed: number) => [...Array(6).keys()].map((round) => ageOf({ ...turn, round, seed }));

  it("lies between 0.3 and 4 s, once in each sixth of that on a logarithmic scale, in an order that depends on the seed", () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const parts = ages(seed).map((age) => Math.floor((6 * Math.log(age / 300)) / Math.log(4000 / 300)));
      assert.deepEqual([...new Set(parts)].length, 6, `seed ${seed}: ${ages(seed).join(" ")}`);
    }
    assert.notDeepEqual(ages(1), ages(2));
  });

  it("is the same for the same run and round, and another one to warm up", () => {
    assert.equal(ageOf(turn), ageOf({ ...turn }));
    assert.notEqual(ageOf(turn), ageOf({ ...turn, warmUp: true }));
    assert(ageOf({ ...turn, warmUp: true }) >= 300 && ageOf({ ...turn, warmUp: true }) <= 4000);
  });
});

describe("the paths of a cell", () => {
  const items = ["a", "b", "c", "d", "e"];

  it("are each visited once in every pass, in an order that depends on run, round and subject", () => {
    const blocks = blocksOf(items, "one", turn);
    assert.deepEqual(
      [blocks.slice(0, 5), blocks.slice(5)].map((pass) => [...pass].sort()),
      [items, items],
    );
    assert.deepEqual(blocksOf(items, "one", turn), blocks);
    const others = [blocksOf(items, "two", turn), blocksOf(items, "one", { ...turn, round: 1 })];
    for (const other of [...others, blocksOf(items, "one", { ...turn, seed: 2 })]) assert.notDeepEqual(other, blocks);
  });

  it("come to every place about as often, so that none is always before another", () => {
    let before = 0;
    for (let seed = 0; seed < 1000; seed += 1) {
      const order = blocksOf(items, "one", { ...turn, seed }).slice(0, 5);
      if (order.indexOf("a") < order.indexOf("b")) before += 1;
    }
    assert(before > 450 && before < 550, `${before} of 1000`);
  });

  it("have the agreed figures, and the path from the peer is measured under a second name", () => {
    const names = measuredOf(["loopback", "services", "published", "forwarded", "hostnet"]).map(figureOf);
    assert(names.includes("services.again.new.p50") && names.includes("forwarded.kept.p50"));
    for (const name of names) assert(latencyFigures[name]?.withdrawn === undefined && name in latencyFigures, name);
    assert.deepEqual(Object.keys(withoutPath("hostnet", "why")), ["hostnet.new.p50", "hostnet.kept.p50"]);
  });
});

describe("a p99", () => {
  const latencies = [...Array(2970).keys()].map((index) => index + 1);

  it("counts failed requests as the slowest", () => {
    const with29 = { latencies: [...latencies, ...Array<number>(1).fill(5000)], errors: 29, seconds: 5 };
    assert.equal(Math.round(tailOf(with29, 3000)), Math.round(2970 + 0.01 * (5000 - 2970)));
  });

  it("does not exist if one request in a hundred failed", () => {
    assert.throws(() => tailOf({ latencies, errors: 30, seconds: 5 }, 3000), /30 of 3000 requests failed/);
  });
});

describe("containers are started", () => {
  const replica = (container: string) => ({ replicas: [{ container, control: "" }], image: "", networks: [] });
  const container = (joins?: string) => ({ system: "", control: "", ...(joins === undefined ? {} : { joins }) });
  const services = [
    { name: "asks", dependsOn: { answers: "healthy" } },
    { name: "answers", dependsOn: {} },
  ] as const;
  const order = (containers: Deployment["containers"], of: Deployment["services"]) =>
    containersInOrder({ containers, services: of }, services);

  it("after those that they depend on, whatever their names", () => {
    const found = order({ a: container(), b: container() }, { asks: replica("a"), answers: replica("b") });
    assert.deepEqual(found, ["b", "a"]);
  });

  it("after the one whose namespaces they join", () => {
    const containers = { a: container("z"), b: container("z"), z: container() };
    assert.deepEqual(order(containers, { asks: replica("a"), answers: replica("b") }), ["z", "b", "a"]);
  });

  it("once if they have all services", () => {
    assert.deepEqual(order({ one: container() }, { asks: replica("one"), answers: replica("one") }), ["one"]);
  });
});

describe("the network namespace outside of Docker", () => {
  it("has two addresses in the range for tests, which differ between instances", () => {
    const { here, there } = addressesFor("0a1b2c");
    assert.match(here, /^198\.19\.\d+\.\d+$/);
    assert.notEqual(here, there);
    assert.notDeepEqual(addressesFor("0a1b2d"), addressesFor("0a1b2c"));
  });
});
