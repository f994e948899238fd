import fc from "fast-check";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { directLoopback, directLoopbackLines } from "../../../toolchain/host/loopback.cjs";

const names = ["NO_PROXY", "no_proxy", "no_grpc_proxy"] as const;
const loopback = "localhost,127.0.0.1,::1";

function inShell(env: NodeJS.ProcessEnv): Record<string, string> {
  const script = [...directLoopbackLines, `printf '%s\\n' "$NO_PROXY" "$no_proxy" "$no_grpc_proxy"`].join("\n");
  const { stdout, stderr } = spawnSync("/bin/sh", ["-euc", script], {
    env: { PATH: "/usr/bin:/bin", ...env },
    encoding: "utf8",
  });
  assert.equal(stderr, "");
  const lines = stdout.split("\n");
  return Object.fromEntries(names.map((name, i) => [name, lines[i] ?? ""]));
}

describe("toolchain / loopback and proxies", () => {
  it("loopback goes past every proxy if the user has set no exceptions", () => {
    assert.deepEqual(directLoopback({}), { NO_PROXY: loopback, no_proxy: loopback, no_grpc_proxy: loopback });
  });

  for (const [what, env, expected] of [
    [
      "the user's exceptions are kept, blanks included, under both spellings",
      { NO_PROXY: "corp.example, 10.0.0.0/8" },
      { NO_PROXY: `corp.example, 10.0.0.0/8,${loopback}`, no_proxy: `corp.example, 10.0.0.0/8,${loopback}` },
    ],
    [
      "each spelling keeps its own",
      { NO_PROXY: "a", no_proxy: "b" },
      { NO_PROXY: `a,${loopback}`, no_proxy: `b,${loopback}`, no_grpc_proxy: `b,${loopback}` },
    ],
    [
      "a star that is alone, which means everything, is kept; grpc-js does not know it",
      { no_proxy: "*" },
      { NO_PROXY: "*", no_proxy: "*", no_grpc_proxy: `*,${loopback}` },
    ],
    [
      "exceptions of grpc alone are kept, and no more than that",
      { no_grpc_proxy: "c", no_proxy: "b" },
      { no_grpc_proxy: `c,${loopback}`, no_proxy: `b,${loopback}` },
    ],
  ] as const) {
    it(what, () => {
      const set: NodeJS.ProcessEnv = { ...directLoopback(env) };
      for (const [name, value] of Object.entries(expected)) assert.equal(set[name], value, name);
    });
  }

  const list = fc.option(
    fc.oneof(
      fc.constantFrom("", "*", loopback, "localhost", `a,${loopback},b`, "a, b"),
      fc.string({ unit: fc.constantFrom("a", "b", ".", "*", ",", " ", "$", "`", "'", '"', "\\") }),
    ),
    { nil: undefined },
  );
  const environments = fc.record({ NO_PROXY: list, no_proxy: list, no_grpc_proxy: list });

  it("a second time changes nothing, and grpc-js finds the address between commas", () => {
    fc.assert(
      fc.property(environments, (env) => {
        const once = directLoopback(env);
        assert.deepEqual(directLoopback({ ...once }), once);
        assert.ok(once.no_grpc_proxy.split(",").includes("127.0.0.1"));
      }),
    );
  });

  it("a shell that reads the lines has the same", () => {
    fc.assert(
      fc.property(environments, (env) => {
        // Not a star with blanks around it: users do not write that.
        fc.pre(Object.values(env).every((value) => value === undefined || value === value.trim()));
        assert.deepEqual(inShell(env), directLoopback(env));
      }),
      { numRuns: 60 },
    );
  });
});
