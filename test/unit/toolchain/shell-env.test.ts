import fc from "fast-check";
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { directLoopbackLines } from "../../../toolchain/host/loopback.cjs";
import { checkLines, exportLines, shellQuote, type EnvironmentFacts } from "../../../toolchain/shell-env.ts";

const shell = (script: string, env: NodeJS.ProcessEnv = {}) =>
  spawnSync("/bin/sh", ["-c", script], { env: { PATH: "/usr/bin:/bin", HOME: "/home/x", ...env }, encoding: "utf8" });

const facts: EnvironmentFacts = {
  env: { PULUMI_HOME: "/cache/home" },
  user: { HOME: "/home/x" },
  command: "/bin/sh",
  userCommand: undefined,
  binFolder: "/cache/bin",
  socket: undefined,
  files: [],
};

const holds = (changed: Partial<EnvironmentFacts>, env: NodeJS.ProcessEnv = {}) =>
  shell(`${checkLines({ ...facts, ...changed })}\nenvironment_is_current`, env).status === 0;

describe("toolchain / shell environment", () => {
  it("any text survives quoting", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }).filter((text) => !text.includes("\0")),
        (text) => {
          const printed = execFileSync("/bin/sh", ["-c", `printf %s ${shellQuote(text)}`]);
          assert.deepEqual(printed, Buffer.from(text));
        },
      ),
      { numRuns: 30 },
    );
  });

  it("eval sets every variable, and puts the tools in front of PATH", () => {
    const lines = exportLines({ A: "it's", B: "$(x) `y`", PATH: "not this" }, "/tools bin");
    const { stdout } = shell(`${lines}printf '%s|%s|%s' "$A" "$B" "$PATH"`);
    assert.equal(stdout, "it's|$(x) `y`|/tools bin:/usr/bin:/bin");
  });

  it("eval exempts loopback from a proxy, and keeps the user's exceptions", () => {
    const { stdout } = shell(`${exportLines({}, undefined)}env`, { HTTP_PROXY: "http://proxy:1", NO_PROXY: "corp" });
    assert.match(stdout, /^NO_PROXY=corp,localhost,127\.0\.0\.1,::1$/m);
    assert.match(stdout, /^no_grpc_proxy=corp,localhost,127\.0\.0\.1,::1$/m);
    assert.match(stdout, /^HTTP_PROXY=http:\/\/proxy:1$/m);
  });

  it("PATH stays unchanged if the user's own Pulumi is used", () => {
    assert.equal(exportLines({ A: "1" }, undefined), ["export A='1'", ...directLoopbackLines, ""].join("\n"));
  });

  it("holds while nothing has changed, before and after eval", () => {
    assert.equal(holds({}), true);
    assert.equal(holds({}, { PULUMI_HOME: "/cache/home" }), true);
  });

  for (const [what, changed, env] of [
    ["another PULUMI_HOME of the user's", {}, { PULUMI_HOME: "/mine" }],
    ["a DOCKER_HOST of the user's", {}, { DOCKER_HOST: "tcp://elsewhere:2375" }],
    ["a backend of the user's", {}, { PULUMI_BACKEND_URL: "file:///elsewhere" }],
    ["another cache", {}, { XDG_CACHE_HOME: "/elsewhere" }],
    ["a Pulumi that is gone", { command: "/cache/gone" }, {}],
    ["a socket that is gone", { socket: "/run/gone.sock" }, {}],
    ["a stack that is gone", { files: ["gone.json"] }, {}],
    ["a Pulumi of the user's that was there before and is gone", { userCommand: "/usr/bin/pulumi" }, {}],
  ] as const) {
    it(`does not hold with ${what}`, () => {
      assert.equal(holds(changed, env), false);
    });
  }
});
