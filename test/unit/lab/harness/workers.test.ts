import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { runWorkers } from "../../../../lab/harness/workers.ts";

describe("lab / workers", () => {
  it("all run at once", async () => {
    let [running, most] = [0, 0];
    await runWorkers(3, async () => {
      most = Math.max(most, (running += 1));
      await pause(5);
      running -= 1;
    });
    assert.deepEqual([running, most], [0, 3]);
  });

  it("have all ended when the first failure is thrown", async () => {
    const waits = [20, 1, 10];
    let ended = 0;
    const worker = async () => {
      const wait = waits.shift() ?? 0;
      await pause(wait);
      ended += 1;
      if (wait < 15) throw new Error(`failed after ${wait}`);
    };
    await assert.rejects(runWorkers(3, worker), /failed after 1$/);
    assert.equal(ended, 3);
  });
});
