import assert from "node:assert/strict";
import { Writable } from "node:stream";
import { formatDuration } from "../../../toolchain/progress/display.ts";
import { runSteps, type StepPlan } from "../../../toolchain/progress/steps.ts";

function memory() {
  let text = "";
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      text += chunk.toString();
      done();
    },
  });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => text };
}

const never = new AbortController().signal;

describe("toolchain / steps", () => {
  it("run side by side, each line with its step and the time", async () => {
    const out = memory();
    const order: string[] = [];
    const step = (title: string, ms: number): StepPlan => ({
      title,
      async run(work) {
        work.update(`does ${title}`);
        await new Promise((resolve) => setTimeout(resolve, ms));
        order.push(title);
      },
    });
    await runSteps([step("slow", 60), step("fast", 1)], never, out.stream);
    assert.deepEqual(order, ["fast", "slow"]);
    assert.match(out.text(), /^\[0\.0 s\] +slow {2}does slow$/m);
    assert.match(out.text(), /^\[0\.\d s\] +fast {2}done$/m);
  });

  it("the first failure stops the others and is thrown after they have ended", async () => {
    let othersEnded = false;
    const waiting: StepPlan = {
      title: "waits",
      async run({ signal }) {
        await new Promise((resolve) => {
          signal.addEventListener("abort", resolve);
        });
        othersEnded = true;
        signal.throwIfAborted();
      },
    };
    const failing: StepPlan = { title: "fails", run: () => Promise.reject(new Error("first")) };
    await assert.rejects(runSteps([waiting, failing], never, memory().stream), /first/);
    assert.equal(othersEnded, true);
  });

  it("an interruption is thrown even if the steps ignore it", async () => {
    const interruption = new AbortController();
    const deaf: StepPlan = {
      title: "deaf",
      run() {
        interruption.abort(new Error("interrupted by SIGINT"));
        return Promise.resolve();
      },
    };
    await assert.rejects(runSteps([deaf], interruption.signal, memory().stream), /interrupted by SIGINT/);
  });

  it("durations are written for people", () => {
    assert.deepEqual([0, 1234, 59_949, 200_000].map(formatDuration), ["0.0 s", "1.2 s", "59.9 s", "3 min 20 s"]);
  });
});
