import assert from "node:assert/strict";
import { takesItsPort } from "../../../../lab/experiments/latency/host-network.ts";
import { tells } from "../../../../lab/experiments/polling.ts";
import { ownSourceOf } from "../../../../lab/experiments/update/source.ts";
import type { FileSource, Service } from "../../../../services/contract.ts";

describe("polling: an answer", () => {
  const now = Date.parse("2026-01-01T00:00:30Z");
  const cases: readonly (readonly [answer: unknown, told: boolean])[] = [
    [{ hostname: "box", timestamp: "2026-01-01T00:00:29.5Z" }, true],
    [{ i_am: "box", it_is: "2026-01-01T00:00:31+00:00", more: { a: 1 } }, true],
    [{ hostname: "box" }, false],
    [{ hostname: "other", timestamp: "2026-01-01T00:00:30Z" }, false],
    [{ hostname: "box", built: "2025-01-01T00:00:30Z" }, false],
    ["box", false],
    [null, false],
  ];
  for (const [answer, told] of cases)
    it(`${told ? "tells" : "does not tell"} its host name and the time: ${JSON.stringify(answer)}`, () => {
      assert.equal(tells(JSON.stringify(answer), "box", now), told);
    });

  it("that is not JSON tells neither", () => {
    assert.equal(tells("box 2026-01-01T00:00:30Z", "box", now), false);
  });
});

describe("update: the file that is changed", () => {
  const service = (name: string, ...sources: string[]) => {
    const files = sources.map((source) => ({ source, path: `/${source}`, mode: 0o644 }));
    return { name, files } as unknown as Service<FileSource>;
  };

  it("is the first that only the peer has", () => {
    const services = [service("front", "common.py", "front.py"), service("asks", "common.py", "asks.py", "more.py")];
    assert.equal(ownSourceOf({ services, roles: { peer: "asks" } }), "asks.py");
  });

  it("does not exist if the peer has no file, or shares all of them", () => {
    const shared = [service("front", "common.py"), service("asks", "common.py")];
    assert.equal(ownSourceOf({ services: shared, roles: { peer: "asks" } }), undefined);
    assert.equal(
      ownSourceOf({ services: [service("front", "a"), service("asks")], roles: { peer: "asks" } }),
      undefined,
    );
  });
});

describe("latency: an entry can be told where to listen", () => {
  it("if its variable PORT is its port", () => {
    assert.equal(takesItsPort({ port: 8080, env: { PORT: "8080" } }), true);
    assert.equal(takesItsPort({ port: 8080, env: { PORT: "80" } }), false);
    assert.equal(takesItsPort({ port: 8080, env: {} }), false);
    assert.equal(takesItsPort({ env: { PORT: "undefined" } }), false);
  });
});
