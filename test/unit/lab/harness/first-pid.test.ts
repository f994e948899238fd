import assert from "node:assert/strict";
import { firstOf, firstPid, parseStat } from "../../../../lab/harness/first-pid.ts";

describe("the PID 1 of a container among its processes", () => {
  it("is the oldest whose parent is outside, and not a check that exec has started", () => {
    const server = { pid: 300, parent: 200, started: 51 };
    const check = { pid: 150, parent: 90, started: 99 };
    assert.equal(firstOf([check, server, { pid: 200, parent: 10, started: 50 }]), 200);
  });

  it("is none if there is no process", async () => {
    assert.equal(firstOf([]), 0);
    assert.equal(await firstPid(""), 0);
    assert.equal(await firstPid("container not running\n"), 0);
  });

  it("is read from this machine", async () => {
    assert.equal(await firstPid(`${process.pid}\n`), process.pid);
  });

  it("is parsed with names that have spaces and brackets", () => {
    const rest = ["S", "7", ...Array.from({ length: 17 }, () => "0"), "4711", "0"].join(" ");
    assert.deepEqual(parseStat(`42 (a) b (c) ${rest}\n`), { pid: 42, parent: 7, started: 4711 });
  });
});
