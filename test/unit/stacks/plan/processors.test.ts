import assert from "node:assert/strict";
import { withinProcessors } from "../../../../stacks/plan/processors.ts";
import { sampleService, sampleSettings, sampleWorkload } from "../../../support/unit/samples.ts";
import { registered } from "../../../support/unit/subjects.ts";

describe("limits on processors", () => {
  const limits = { memoryMiB: 64, pids: 64 };
  const workload = sampleWorkload({
    services: [
      sampleService({ limits: { ...limits, cpus: 1.5 } }),
      sampleService({ name: "b", port: 81, limits: { ...limits, cpus: 0.75 }, checks: [{ kind: "tcp", port: 81 }] }),
    ],
  });

  for (const approach of registered)
    it(`are no more than the host has, and otherwise as rendered: ${approach.name}`, async () => {
      const rendering = approach.render(workload, sampleSettings());
      const rendered = rendering.containers.map(({ limits }) => limits.cpus);
      for (const processors of [1, 2, 64]) {
        const { containers } = await withinProcessors(rendering, { processors: () => Promise.resolve(processors) });
        assert.deepEqual(
          containers.map(({ limits }) => limits.cpus),
          rendered.map((cpus) => Math.min(cpus ?? 0, processors)),
        );
      }
    });

  it("need no look at the host if none is above one", async () => {
    const rendering = registered[0]?.render(sampleWorkload(), sampleSettings()) ?? assert.fail();
    const system = { processors: () => Promise.reject(new Error("it was asked")) };
    assert.equal(await withinProcessors(rendering, system), rendering);
  });
});
