import assert from "node:assert/strict";
import { lostUnderWay, orderOfEnds, stoppedLines } from "../../../../lab/experiments/shutdown/ends.ts";
import type { Sample } from "../../../../lab/tools/requests.ts";

const line = (time: string, signal = "SIGTERM") =>
  `${time} ${JSON.stringify({ event: "stopped", time, signal, uptime_seconds: 1 })}`;

describe("ends of services", () => {
  it("are the lines since a time with a stop signal, among any others", () => {
    const log = [
      line("2026-01-01T00:00:00.000Z"),
      '2026-01-01T00:00:02Z {"event": "request"}',
      "2026-01-01T00:00:02Z {not JSON",
      "2026-01-01T00:00:02Z null",
      line("2026-01-01T00:00:03.500Z", "SIGINT"),
    ].join("\n");
    const since = Date.parse("2026-01-01T00:00:01Z");
    assert.deepEqual(stoppedLines(log, '"event": ?"stopped"', since), [{ signal: "SIGINT", at: since + 2_500 }]);
  });

  it("have an order if they are not together", () => {
    assert.equal(orderOfEnds({ server: 200, client: 100 }), "client, then server");
    assert.equal(orderOfEnds({ server: 101, client: 100 }), "together");
    assert.equal(orderOfEnds({ server: 100, client: undefined }), "server alone was told");
    assert.equal(orderOfEnds({ server: undefined, client: undefined }), "no service was told");
  });

  it("lose requests in progress, not refused ones", () => {
    const sample = (outcome: Sample["outcome"], at: number): Sample => ({ outcome, at, latencyMs: 10 });
    const samples = [sample("ok", 100), sample("lost", 105), sample("timeout", 108), sample("refused", 109)];
    assert.equal(lostUnderWay(samples), 2);
    assert.equal(lostUnderWay([...samples, sample("timeout", 120), sample("error", 130)]), 3);
    assert.equal(lostUnderWay([sample("timeout", 1)]), 0);
  });
});
