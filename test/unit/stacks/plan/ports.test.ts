import fc from "fast-check";
import assert from "node:assert/strict";
import {
  firstFreePort,
  isOurs,
  ownPublisher,
  portRange,
  preferredPort,
  publishedPorts,
} from "../../../../stacks/plan/ports.ts";
import { anyScope } from "../../../support/unit/arbitraries.ts";
import { containerLook, foreignContainer } from "../../../support/unit/looks.ts";
import { sampleScope } from "../../../support/unit/samples.ts";

const last = portRange.first + portRange.count - 1;
const anyPort = fc.integer({ min: portRange.first, max: last });

describe("the preferred port", () => {
  it("is in the range, and is the same each time", () => {
    fc.assert(
      fc.property(anyScope, (scope) => {
        const port = preferredPort(scope);
        assert.ok(port >= portRange.first && port <= last);
        assert.equal(preferredPort({ ...scope }), port);
      }),
    );
  });

  it("does not change with the workload", () => {
    assert.equal(preferredPort(sampleScope({ workload: "queue" })), preferredPort(sampleScope()));
  });

  it("differs between most instances", () => {
    const ports = Array.from({ length: 100 }, (_, index) => preferredPort(sampleScope({ instance: `${index}` })));
    assert.ok(new Set(ports).size > 90);
  });
});

describe("the first free port", () => {
  it("is the preferred one if that is free", async () => {
    assert.equal(await firstFreePort(20_500, () => Promise.resolve(true)), 20_500);
  });

  it("continues after the last port with the first", async () => {
    assert.equal(await firstFreePort(last, (port) => Promise.resolve(port < last)), portRange.first);
  });

  it("is found anywhere in the range", async () => {
    await fc.assert(
      fc.asyncProperty(anyPort, anyPort, async (preferred, free) => {
        assert.equal(await firstFreePort(preferred, (port) => Promise.resolve(port === free)), free);
      }),
      { numRuns: 10 },
    );
  });

  it("is undefined if none is free, after each port was tried once", async () => {
    const asked: number[] = [];
    const found = await firstFreePort(25_000, (port) => {
      asked.push(port);
      return Promise.resolve(false);
    });
    assert.equal(found, undefined);
    assert.equal(new Set(asked).size, portRange.count);
    assert.equal(asked.length, portRange.count);
  });
});

describe("published ports", () => {
  it("are those of every container, and none of one that publishes none", () => {
    const containers = [foreignContainer({ hostPorts: [9000, 9001] }), containerLook({ hostPorts: [53] })];
    assert.deepEqual([...publishedPorts([...containers, foreignContainer()]).keys()], [9000, 9001, 53]);
  });

  it("name the container that holds each", () => {
    const ports = publishedPorts([
      foreignContainer({ name: "a", hostPorts: [1000] }),
      foreignContainer({ name: "b", hostPorts: [2000] }),
    ]);
    assert.deepEqual([ports.get(1000), ports.get(2000)], ["a", "b"]);
  });
});

describe("a deployment's own containers", () => {
  it("carry its instance, stack and approach", () => {
    assert.ok(isOurs(sampleScope(), containerLook()));
    for (const part of ["instance", "stack", "approach"] as const) {
      assert.ok(!isOurs(sampleScope(), containerLook({ [part]: "other" })), part);
    }
  });

  it("include one that publishes, also while it is stopped", () => {
    const own = containerLook({ running: false, entryPort: 20_001 });
    const others = [containerLook(), foreignContainer({ entryPort: 1 }), containerLook({ stack: "dev", entryPort: 2 })];
    assert.equal(ownPublisher(sampleScope(), own.name, [...others, own]), own);
    assert.equal(ownPublisher(sampleScope(), own.name, others), undefined);
  });
});
