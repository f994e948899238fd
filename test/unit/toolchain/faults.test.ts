import assert from "node:assert/strict";
import { minimumFreeVariable } from "../../../docker/free-space.ts";
import { UserError } from "../../../errors/user-error.ts";
import { overview } from "../../../toolchain/bootstrap/commands.mjs";
import { reportFailure } from "../../../toolchain/bootstrap/failure.mjs";
import { notReachable, permissionDenied } from "../../../toolchain/engine/messages.ts";
import { requireApi } from "../../../toolchain/engine/probe.ts";
import { formatBytes, freeBytes, requireFreeSpace } from "../../../toolchain/host/disk.ts";
import { requireGo } from "../../../toolchain/pulumi/go.ts";

const socket = { host: "unix:///var/run/docker.sock", source: "default" } as const;

function printed(error: unknown, isTTY = false, env: NodeJS.ProcessEnv = {}) {
  let text = "";
  const code = reportFailure(error, { isTTY, write: (part: string) => (text += part) }, env);
  return { code, text };
}

describe("bootstrap / failures", () => {
  const failure = new UserError({ found: "Found this.", allowed: "that", remedy: "do so" });

  it("an expected failure is printed without a stack and ends with 1", () => {
    assert.deepEqual(printed(failure), { code: 1, text: "error: Found this.\nAllowed: that\nTo do: do so\n" });
  });

  it("colour is for terminals only, and NO_COLOR is honoured", () => {
    const escape = String.fromCharCode(27);
    assert.ok(printed(failure, true).text.includes(escape));
    assert.ok(!printed(failure, true, { NO_COLOR: "1" }).text.includes(escape));
    assert.ok(!printed(failure, false).text.includes(escape));
  });

  it("a bug is printed with its stack and ends with 70", () => {
    const { code, text } = printed(new TypeError("x is not y"));
    assert.equal(code, 70);
    assert.match(text, /TypeError: x is not y\n\s+at /);
  });

  const faults: Readonly<Record<string, readonly [error: object, text: RegExp]>> = {
    "too many open files": [
      { code: "EMFILE", syscall: "open", path: "/a" },
      /^error: too many files .*EMFILE: open \/a/,
    ],
    "a folder of another user": [
      { code: "EACCES", syscall: "mkdir", path: "/root/.cache" },
      /^error: access is denied/,
    ],
    "a full disk": [{ code: "ENOSPC", syscall: "write" }, /^error: no space is left \(ENOSPC: write\)\.\nTo do: free/],
    "a read-only disk": [{ code: "EROFS", syscall: "open", path: "/b" }, /^error: the file system is read-only/],
    "a cause of those": [{ cause: { code: "EMFILE", syscall: "spawn" } }, /^error: too many files/],
  };
  for (const [what, [given, text]] of Object.entries(faults))
    it(`a fault of the machine is printed as such and ends with 1: ${what}`, () => {
      const found = printed(Object.assign(new Error("x"), given));
      assert.equal(found.code, 1);
      assert.match(found.text, text);
      assert.doesNotMatch(found.text, /\n\s+at /);
    });

  it("wrong usage ends with 2, a request for help with 0; both have already printed their text", () => {
    const commander = (exitCode: number) => Object.assign(new Error("usage"), { name: "CommanderError", exitCode });
    assert.deepEqual(printed(commander(1)), { code: 2, text: "" });
    assert.deepEqual(printed(commander(0)), { code: 0, text: "" });
  });

  it("the overview has a line for each command", () => {
    for (const name of ["setup", "up", "down", "test", "check", "doctor", "engine"]) {
      assert.match(overview(), new RegExp(`^  ${name} +\\S`, "m"));
    }
  });
});

describe("toolchain / messages", () => {
  it("a Docker daemon that is too old is named with its version and what is needed", () => {
    assert.throws(
      () => {
        requireApi(socket, { status: "answers", version: "1.12", apiVersion: "1.30" });
      },
      { name: "UserError", message: /too old: version 1\.12, API 1\.30[^]*Allowed: API 1\.41[^]*To do: upgrade/ },
    );
    requireApi(socket, { status: "answers", version: "20.10", apiVersion: "1.41" });
  });

  it("no Docker daemon: names the address, where it comes from, and what to do", () => {
    assert.match(notReachable(socket, "there is no socket").message, /default socket[^]*no socket[^]*systemctl start/);
    const chosen = { host: "tcp://h:1", source: "DOCKER_HOST" } as const;
    assert.match(notReachable(chosen, "refused").message, /tcp:\/\/h:1 \(from DOCKER_HOST\)[^]*correct DOCKER_HOST/);
    const context = { host: "ssh://h", source: "context", context: "far" } as const;
    assert.match(notReachable(context, "refused").message, /docker context far[^]*docker context use/);
  });

  it("permission denied is a message of its own", () => {
    assert.match(permissionDenied(socket, "connect EACCES").message, /may not use[^]*usermod -aG docker/);
  });

  it("no Go, or one that is too old: names the version that is needed", () => {
    assert.throws(() => requireGo(undefined, "1.26", "pulumi"), /No Go on PATH[^]*Allowed: Go 1\.26/);
    const old = { version: "1.22.1", platform: "linux-amd64" };
    assert.throws(() => requireGo(old, "1.26", "pulumi"), /Go 1\.22\.1 is too old[^]*Allowed: Go 1\.26/);
    const good = { version: "1.26.8", platform: "linux-amd64" };
    assert.equal(requireGo(good, "1.26", "pulumi"), good);
  });
});

describe("toolchain / disk", () => {
  it("a disk that is nearly full is refused with what is free, what is needed and where", async () => {
    await assert.rejects(requireFreeSpace("/tmp", 1e18, "building it", {}), {
      name: "UserError",
      message: /nearly full: .* free at \/tmp, building it needs 1000000000\.0 GB/,
    });
  });

  it("the threshold can be replaced", async () => {
    await requireFreeSpace("/tmp", 1e18, "building it", { [minimumFreeVariable]: "1" });
    await assert.rejects(requireFreeSpace("/tmp", 1, "building it", { [minimumFreeVariable]: "1e18" }), UserError);
  });

  it("for a folder that does not exist yet, its nearest parent counts", async () => {
    assert.ok((await freeBytes("/tmp/does/not/exist/yet")) > 0);
  });

  it("sizes are written for people", () => {
    assert.deepEqual([999, 1.2e6, 6e9].map(formatBytes), ["1 kB", "1 MB", "6.0 GB"]);
  });
});
