import assert from "node:assert/strict";
import { reachOn } from "../../../../../stacks/systems/docker/reach.ts";

describe("what a daemon publishes", () => {
  for (const here of [
    "unix:///var/run/docker.sock",
    "npipe:////./pipe/docker_engine",
    "tcp://127.0.0.1:2375",
    "ssh://me@localhost",
  ])
    it(`is reached at loopback if the daemon is here: ${here}`, () => {
      assert.equal(reachOn(here, "0.0.0.0"), "127.0.0.1");
      assert.equal(reachOn(here, "::"), "[::1]");
      assert.equal(reachOn(here, "127.0.0.1"), "127.0.0.1");
      assert.equal(reachOn(here, "FE80::1"), "[fe80::1]");
    });

  for (const [there, host] of [
    ["tcp://10.0.0.5:2376", "10.0.0.5"],
    ["ssh://me@build.example:22", "build.example"],
    ["tcp://[2001:db8::1]:2376", "[2001:db8::1]"],
  ] as const)
    it(`is reached at the daemon's host if that is another machine: ${there}`, () => {
      assert.equal(reachOn(there, "0.0.0.0"), host);
      assert.equal(reachOn(there, "::"), host);
      assert.equal(reachOn(there, "192.0.2.7"), "192.0.2.7");
      assert.equal(reachOn(there, "127.0.0.1"), undefined);
      assert.equal(reachOn(there, "::1"), undefined);
    });
});
