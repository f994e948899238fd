import assert from "node:assert/strict";
import { parseSample } from "../../../../lab/harness/load.ts";
import { linesThatSay } from "../../../../lab/instruments/log-lines.ts";
import { outageOf } from "../../../../lab/instruments/outage.ts";
import type { Sample } from "../../../../lab/tools/requests.ts";

function sample(at: number, outcome: Sample["outcome"] = "ok", latencyMs = 1): Sample {
  return { at, outcome, latencyMs };
}

describe("an outage", () => {
  it("lasts from the disturbance to the end of the first good answer after the last failure", () => {
    const samples = [
      sample(0),
      sample(10, "lost", 5),
      sample(20, "refused"),
      sample(30),
      sample(40, "refused"),
      sample(50),
    ];
    assert.deepEqual(outageOf(samples, 12), { at: 12, outageMs: 39, lost: 3 });
  });

  it("counts a request in progress that broke off", () => {
    assert.equal(outageOf([sample(0, "lost", 30), sample(40)], 20).lost, 1);
    assert.equal(outageOf([sample(0, "lost", 10), sample(40)], 20).lost, 0);
  });

  it("is 0 if no request failed", () => {
    assert.deepEqual(outageOf([sample(0), sample(10)], 5), { at: 5, outageMs: 0, lost: 0 });
  });

  it("counts losses of one request in so many, wherever the outage begins", () => {
    const samples = Array.from({ length: 100 }, (_, index) => sample(2 * index, index < 50 ? "refused" : "ok"));
    assert.equal(outageOf(samples, 0, 5).lost, 10);
    assert.equal(outageOf(samples, 0).lost, 50);
    assert.equal(outageOf(samples, 51, 5).lost, 5);
  });

  it("is told apart from another that is a few milliseconds longer", () => {
    const back = (ms: number) =>
      outageOf(
        Array.from({ length: 200 }, (_, index) => sample(2 * index, 2 * index < ms ? "refused" : "ok")),
        0,
      ).outageMs;
    assert.deepEqual([back(42), back(52)], [43, 53]);
  });

  it("has no end if nothing answered again", () => {
    assert.deepEqual(outageOf([sample(0), sample(10, "refused"), sample(20, "timeout")], 5), {
      at: 5,
      outageMs: undefined,
      lost: 2,
    });
  });
});

describe("what probes and services print", () => {
  it("lines of requests are read, other lines are not", () => {
    assert.deepEqual(parseSample("1700000000000.125 3.5 timeout"), {
      at: 1700000000000.125,
      latencyMs: 3.5,
      outcome: "timeout",
    });
    assert.equal(parseSample("Traceback (most recent call last):"), undefined);
  });

  it("matching lines have the service's own time, else the log's; lines without a time are left out", () => {
    const lines = [
      '2026-01-01T00:00:09.123456789Z worker: {"time": "2026-01-01T00:00:01.5Z", "event": "done"}',
      "2026-01-01T00:00:02+00:00 done",
      "done at some time",
      "2026-01-01T00:00:03Z begun",
    ];
    const start = Date.parse("2026-01-01T00:00:00Z");
    assert.deepEqual(
      linesThatSay(lines.join("\n"), "done").map(({ at }) => at - start),
      [1500, 2000],
    );
  });
});
