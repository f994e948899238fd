import assert from "node:assert/strict";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { watchSystems } from "../../../cli/stack/watch-systems.ts";
import { UserError } from "../../../errors/user-error.ts";

const everyMs = 5;

/** A system that answers as the list says, and then as its last entry says. */
function system(...answers: readonly boolean[]) {
  let asked = 0;
  return {
    name: "paper",
    asked: () => asked,
    place: () => {
      const answer = answers[Math.min(asked, answers.length - 1)];
      asked += 1;
      if (answer === true) return Promise.resolve({ id: "1", address: "a desk" });
      return Promise.reject(new UserError({ found: "No paper answers at a desk.", remedy: "find it" }));
    },
  };
}

describe("systems that are watched while a stack is deployed", () => {
  it("are lost after three failures in a row, with the reason and what to type", async () => {
    const watch = watchSystems([system(true), system(false)], "npm run up -- dev", everyMs);
    await once(watch.lost, "abort");
    const { found = "", remedy = "" } = watch.reason()?.parts ?? {};
    assert.match(found, /stopped answering: No paper answers at a desk\.$/);
    assert.match(remedy, /npm run doctor .* npm run up -- dev, which repairs/);
    watch.stop();
  });

  it("are not lost while a failure is followed by an answer", async () => {
    const slow = system(false, false, true, false, false, true);
    const watch = watchSystems([slow], "", everyMs);
    while (slow.asked() < 10) await pause(everyMs);
    assert.equal(watch.lost.aborted, false);
    assert.equal(watch.reason(), undefined);
    watch.stop();
  });

  it("are not asked any more once the deployment has ended", async () => {
    const one = system(true);
    const watch = watchSystems([one], "", everyMs);
    while (one.asked() === 0) await pause(everyMs);
    watch.stop();
    const before = one.asked();
    await pause(10 * everyMs);
    assert.ok(one.asked() <= before + 1);
    assert.equal(watch.lost.aborted, false);
  });
});
