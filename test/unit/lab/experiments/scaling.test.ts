import assert from "node:assert/strict";
import { failed, restarted, runningAs } from "../../../../lab/experiments/scaling/running.ts";
import type { Process } from "../../../../lab/instruments/processes.ts";

const command = ["/usr/bin/worker", "one"];

function processOf(given: Partial<Process>): Process {
  return {
    pid: 1,
    parent: 0,
    inside: 1,
    descends: true,
    state: "S",
    argv: command,
    uid: 1,
    gid: 1,
    capabilities: "0",
    bounding: "0",
    noNewPrivileges: true,
    seccomp: 2,
    started: 5,
    cpuMs: 0,
    listening: [],
    ...given,
  };
}

describe("lab / scaling", () => {
  it("knows a service's processes by their command; what docker exec started is none", () => {
    const others = [processOf({ pid: 3, argv: ["/usr/bin/worker"] }), processOf({ pid: 4, descends: false })];
    assert.deepEqual(runningAs({ command }, [processOf({ pid: 2 }), ...others]), ["2 since 5"]);
  });

  it("takes a further process for no restart, in whatever order they are listed", () => {
    assert.equal(restarted(["2 since 5"], ["9 since 8", "2 since 5"]), false);
  });

  it("takes another start time of the same PID, and no process, for a restart", () => {
    assert.equal(restarted(["2 since 5"], ["2 since 6"]), true);
    assert.equal(restarted(["2 since 5"], []), true);
    assert.equal(restarted([], ["2 since 6"]), true);
  });

  it("counts every request that is not answered well", () => {
    const samples = (["ok", "refused", "timeout"] as const).map((outcome) => ({ at: 0, latencyMs: 1, outcome }));
    assert.equal(failed({ samples }), 2);
  });
});
