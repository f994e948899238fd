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
  it("lies in the range, and is the same each time", () => {
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
  it("is the preferred one where that is free", async () => {
    assert.equal(await firstFreePort(20_500, () => Promise.resolve(true)), 20_500);
  });

  it("goes on after the last port with the first", async () => {
    assert.equal(await firstFreePort(last, (port) => Promise.resolve(port < last)), portRange.first);
  });

  it("is found wherever it is", async () => {
    await fc.assert(
      fc.asyncProperty(anyPort, anyPort, async (preferred, free) => {
        assert.equal(await firstFreePort(preferred, (port) => Promise.resolve(port === free)), free);
      }),
      { numRuns: 10 },
    );
  });

  it("is none where none is free, after each port was asked about once", async () => {
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
  const portsOf = (ports: string) => [...publishedPorts([foreignContainer({ ports })]).keys()];

  const cases: Record<string, readonly [printed: string, ports: readonly number[]]> = {
    none: ["", []],
    "one that is exposed and not published": ["8080/tcp", []],
    "one on every address, as both families": ["0.0.0.0:8080->80/tcp, :::8080->80/tcp", [8080]],
    "IPv6 in brackets, as newer engines print it": ["[::]:8080->80/tcp", [8080]],
    "one on an IPv6 address": ["[fd00::1]:8081->80/tcp", [8081]],
    "one on an IPv4 address": ["127.0.0.1:20000->8080/tcp", [20_000]],
    "a range": ["0.0.0.0:9000-9002->9000-9002/tcp", [9000, 9001, 9002]],
    several: ["127.0.0.1:1->1/tcp, 443/tcp, 0.0.0.0:53->5353/udp", [1, 53]],
  };
  for (const [what, [printed, ports]] of Object.entries(cases)) {
    it(`are read from ${what}`, () => {
      assert.deepEqual(portsOf(printed), ports);
    });
  }

  it("name the container that holds each", () => {
    const ports = publishedPorts([
      foreignContainer({ name: "a", ports: "0.0.0.0:1000->1/tcp" }),
      foreignContainer({ name: "b", ports: "0.0.0.0:2000->1/tcp" }),
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
