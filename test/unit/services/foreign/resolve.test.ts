import assert from "node:assert/strict";
import { ComposeFault } from "../../../../services/compose/fault.ts";
import type { ForeignService } from "../../../../services/foreign/contract.ts";
import { resolved } from "../../../../services/foreign/resolve.ts";
import { identityOf } from "../../../../services/foreign/users.ts";
import { accounts, imageFacts as image, foreignService as service } from "../../../support/unit/foreign.ts";

describe("who a service runs as", () => {
  for (const [user, more, expected] of [
    ["", [], { uid: 0, gid: 0, groups: [] }],
    ["root", [], { uid: 0, gid: 0, groups: [] }],
    ["node", [], { uid: 1000, gid: 1001, groups: [4, 29] }],
    ["1000", [], { uid: 1000, gid: 1001, groups: [4, 29] }],
    ["1000:0", [], { uid: 1000, gid: 0, groups: [] }],
    ["node:adm", [], { uid: 1000, gid: 4, groups: [] }],
    ["33:33", [], { uid: 33, gid: 33, groups: [] }],
    ["4711", [], { uid: 4711, gid: 0, groups: [] }],
    ["4711:4712", ["audio", "7"], { uid: 4711, gid: 4712, groups: [7, 29] }],
    [":5", [], { uid: 0, gid: 5, groups: [] }],
  ] as const) {
    it(`is looked up in its image: ${JSON.stringify(user)} ${more.join(",")}`, () => {
      assert.deepEqual(identityOf(user, more, accounts), expected);
    });
  }

  it("is refused by name, if the image has no such user or group", () => {
    assert.equal(identityOf("nobody", [], accounts), "the image has no user nobody");
    assert.equal(identityOf("node:wheel", [], accounts), "the image has no group wheel");
    assert.equal(identityOf("node", ["video"], accounts), "the image has no group video");
    assert.deepEqual(identityOf("", [], { passwd: "", group: "" }), { uid: 0, gid: 0, groups: [] });
  });
});

describe("a service with what its image adds", () => {
  it("has the image's command, variables, user, folder, stop signal, check, volumes and ports", () => {
    const found = resolved({ ...service, env: { A: "own" } }, image);
    assert.deepEqual(found.argv, ["/entry", "serve"]);
    assert.deepEqual(found.env, { PATH: "/bin", A: "own" });
    assert.deepEqual(
      [found.identity.uid, found.workingDir, found.stopSignal, found.exposes],
      [1000, "/app", "SIGQUIT", ["80/tcp"]],
    );
    assert.deepEqual(found.health, {
      argv: ["/bin/sh", "-c", "curl x"],
      schedule: { interval: 10, timeout: 30, retries: 5, startPeriod: 0, startInterval: 5 },
    });
    assert.deepEqual(
      found.mounts.map(({ path }) => path),
      ["/data"],
    );
  });

  it("drops the image's command with its entrypoint, and not otherwise", () => {
    const argv = (given: Partial<ForeignService>) => resolved({ ...service, ...given }, image).argv;
    assert.deepEqual(argv({ command: ["a"] }), ["/entry", "a"]);
    assert.deepEqual(argv({ command: [] }), ["/entry"]);
    assert.deepEqual(argv({ entrypoint: ["/mine"] }), ["/mine"]);
    assert.deepEqual(argv({ entrypoint: ["/mine"], command: ["a"] }), ["/mine", "a"]);
    assert.deepEqual(argv({ entrypoint: [], command: ["a"] }), ["a"]);
  });

  it("has no check if it says so, and the image's with another schedule if it says that", () => {
    assert.equal(resolved({ ...service, health: { kind: "none" } }, image).health, undefined);
    const found = resolved({ ...service, health: { kind: "image", schedule: { interval: 1, retries: 0 } } }, image);
    assert.deepEqual([found.health?.schedule.interval, found.health?.schedule.retries], [1, 5]);
    assert.equal(resolved(service, { ...image, health: { test: ["NONE"], schedule: {} } }).health, undefined);
  });

  it("is refused with its place if its image lacks what it needs", () => {
    for (const [given, facts, found] of [
      [{ user: "nobody" }, image, /no user nobody/],
      [{ entrypoint: [] }, image, /has a command/],
      [{}, { ...image, hasShell: false }, /needs a shell/],
    ] as const)
      assert.throws(
        () => resolved({ ...service, ...given }, facts),
        (error) =>
          error instanceof ComposeFault &&
          error.parts.found.startsWith("compose.yaml:2:3: the service web: ") &&
          found.test(error.parts.found),
      );
  });
});
