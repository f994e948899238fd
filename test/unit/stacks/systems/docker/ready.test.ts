import fc from "fast-check";
import assert from "node:assert/strict";
import type { Endpoint } from "../../../../../docker/endpoint.ts";
import { readyWithinSeconds } from "../../../../../stacks/rendering/readiness.ts";
import { dockerProvider } from "../../../../../stacks/systems/docker/provider.ts";
import { mockPulumi } from "../../../../support/unit/mocked-pulumi.ts";
import { promiseOf } from "../../../../support/unit/promise-of.ts";

describe("the time that a container is given to become healthy", () => {
  const number = fc.integer({ min: 1, max: 600 });

  it("is longer than all of its checks may take, for any schedule", () => {
    fc.assert(
      fc.property(number, number, number, number, (intervalSeconds, timeoutSeconds, retries, startPeriodSeconds) => {
        const health = { intervalSeconds, timeoutSeconds, retries, startPeriodSeconds, argv: ["/bin/true"] };
        const unhealthyAfter = startPeriodSeconds + retries * (intervalSeconds + timeoutSeconds);
        assert.ok(readyWithinSeconds(health) > unhealthyAfter);
      }),
    );
  });
});

describe("the time that a container without a health check is given", () => {
  it("is long enough to start on a slow machine", () => {
    assert.equal(readyWithinSeconds(undefined), 30);
  });
});

describe("the Docker provider", () => {
  async function providerInputs(endpoint: Endpoint) {
    const registered = await mockPulumi();
    await promiseOf(dockerProvider(endpoint).urn);
    return registered.map(({ inputs }) => inputs);
  }

  it("gets the daemon's address", async () => {
    const host = "tcp://10.0.0.5:2376";
    assert.deepEqual(await providerInputs({ host, source: "DOCKER_HOST" }), [{ host }]);
  });

  it("gets the address of a context, and its certificates: it would not find a context outside the home folder", async () => {
    const endpoint = { host: "tcp://far:1", source: "context", context: "far" } as const;
    assert.deepEqual(await providerInputs(endpoint), [{ host: "tcp://far:1" }]);
    const secured = { ...endpoint, tls: { folder: "/keys", verify: true } };
    assert.deepEqual(await providerInputs(secured), [{ host: "tcp://far:1", certPath: "/keys" }]);
  });
});
