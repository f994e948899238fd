import assert from "node:assert/strict";
import { slowed, slownessOf } from "../../../../stacks/plan/slowed.ts";
import { ownWorkload } from "../../../support/unit/subjects.ts";

describe("a workload under guests", () => {
  it("is the same where they are as fast as their host, or there are none", async () => {
    const workload = await ownWorkload("hello");
    assert.equal(slowed(workload, {}), workload);
    assert.equal(slowed(workload, { guests: { emulated: false, pace: 1 } }), workload);
  });

  it("has as much more time as they are slower for all that waits for it, and checks as often", async () => {
    const workload = await ownWorkload("everything");
    const later = slowed(workload, { guests: { emulated: true, pace: 8 } });
    for (const [index, { health, stopGraceSeconds, completes }] of workload.services.entries()) {
      const service = later.services[index] ?? assert.fail();
      assert.equal(service.health.timeoutSeconds, 8 * health.timeoutSeconds);
      assert.equal(service.health.startPeriodSeconds, 8 * health.startPeriodSeconds);
      assert.equal(service.stopGraceSeconds, 8 * stopGraceSeconds);
      assert.equal(service.completes?.withinSeconds, completes && 8 * completes.withinSeconds);
      assert.deepEqual(
        { ...service, health, stopGraceSeconds, ...(completes === undefined ? {} : { completes }) },
        workload.services[index],
      );
      assert.equal(service.health.intervalSeconds, health.intervalSeconds);
    }
  });

  it("comes with a warning where they are emulated", () => {
    assert.deepEqual(slownessOf({}), []);
    assert.deepEqual(slownessOf({ guests: { emulated: false, pace: 1 } }), []);
    assert.match(slownessOf({ guests: { emulated: true, pace: 16 } }).join(), /emulated.*16 times as long/);
  });
});
