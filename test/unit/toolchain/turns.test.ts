import assert from "node:assert/strict";
import { setImmediate as soon } from "node:timers/promises";
import { takeTurns, type Turn } from "../../../toolchain/pulumi/turns.ts";
import { recordedWork } from "./recorded-work.ts";

describe("toolchain / turns", () => {
  it("heavy parts run in turn; a light part runs beside the heavy one before it; reports come in the tasks' order", async () => {
    const order: string[] = [];
    const work = recordedWork();
    const task =
      (name: string) =>
      async ({ work: mine, heavyPart }: Turn) => {
        order.push(`${name} light`);
        mine.update(`${name} downloads`);
        await heavyPart();
        order.push(`${name} heavy`);
        mine.update(`${name} builds`);
        for (let i = 0; i < 5; i += 1) await soon();
        order.push(`${name} ended`);
        return name;
      };
    assert.deepEqual(await takeTurns(work, [task("a"), task("b"), task("c")]), ["a", "b", "c"]);
    const at = (event: string) => order.indexOf(event);
    assert.ok(at("b light") < at("a ended") && at("c light") > at("a ended"), order.join());
    assert.ok(at("b heavy") > at("a ended") && at("c heavy") > at("b ended"), order.join());
    assert.deepEqual(
      work.updates.filter((text) => text.endsWith("builds")),
      ["a builds", "b builds", "c builds"],
    );
    assert.ok(work.updates.indexOf("b downloads") > work.updates.indexOf("a builds"), work.updates.join());
  });

  it("a task with nothing to do lets the next one begin", async () => {
    const work = recordedWork();
    const built = async ({ heavyPart }: Turn) => {
      await heavyPart();
      return "built";
    };
    assert.deepEqual(await takeTurns(work, [() => Promise.resolve("cached"), built]), ["cached", "built"]);
  });

  it("the first failure stops the others and is thrown", async () => {
    const work = recordedWork();
    let reached = false;
    const failing = async ({ heavyPart }: Turn) => {
      await heavyPart();
      await soon();
      throw new Error("first");
    };
    const waiting = async ({ heavyPart }: Turn) => {
      await heavyPart();
      reached = true;
    };
    await assert.rejects(takeTurns<unknown>(work, [failing, waiting]), /first/);
    assert.equal(reached, false);
  });
});
