import { execa } from "execa";
import assert from "node:assert/strict";
import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Check } from "../../../../services/contract.ts";
import { checkPath, checkScript } from "../../../../stacks/rendering/checks.ts";
import { freePort } from "../../../support/free-port.ts";
import { skip } from "../../../support/skip.ts";
import { listening, type Listening } from "../../../support/unit/listening.ts";
import { useTemporaryFolder } from "../../toolchain/temporary-folder.ts";

describe("rendering / check scripts", () => {
  const folder = useTemporaryFolder();
  let server: Listening;

  before(async function () {
    const { exitCode } = await execa("bash", ["--version"], { reject: false });
    if (exitCode !== 0) skip(this, "this machine has no bash");
    server = await listening((request, response) => {
      response.statusCode = request.url === "/health?deep=1&who='me'" ? 204 : 503;
      response.end();
    });
  });
  after(() => server.close());

  async function run(...checks: readonly Check[]) {
    const input = checkScript({ name: "web", checks });
    const { exitCode, stdout } = await execa("bash", ["-s"], { input, reject: false });
    return { exitCode, stdout };
  }
  const passed = { exitCode: 0, stdout: "" };
  const failed = (stdout: string) => ({ exitCode: 1, stdout });

  it("have a path of their own per service", () => {
    assert.equal(checkPath({ name: "web" }), "/opt/container-approaches/checks/web");
  });

  it("pass an http check with the wanted status", async () => {
    const path = "/health?deep=1&who='me'";
    assert.deepEqual(await run({ kind: "http", port: server.port, path, status: 204 }), passed);
  });

  it("fail an http check with another status, and print which", async () => {
    const result = await run({ kind: "http", port: server.port, path: "/health", status: 200 });
    assert.deepEqual(result, failed("GET /health answered 503, not 200"));
  });

  it("fail an http check if no process listens", async () => {
    const port = await freePort();
    assert.deepEqual(await run({ kind: "http", port, path: "/", status: 200 }), failed(`port ${port} refuses`));
  });

  it("fail an http check whose server does not answer", async () => {
    const mute = await listening((request) => request.socket.destroy());
    const result = await run({ kind: "http", port: mute.port, path: "/", status: 200 });
    await mute.close();
    assert.deepEqual(result, failed("GET / answered nothing, not 200"));
  });

  it("pass a tcp check if a process listens, and fail it if none does", async () => {
    assert.deepEqual(await run({ kind: "tcp", port: server.port }), passed);
    const port = await freePort();
    assert.deepEqual(await run({ kind: "tcp", port }), failed(`port ${port} refuses`));
  });

  it("pass a fresh file, and fail a stale one with its age", async () => {
    const path = join(folder(), "heart beat's $HOME");
    await writeFile(path, "");
    const check = { kind: "fresh-file", path, maxAgeSeconds: 30 } as const;
    assert.deepEqual(await run(check), passed);
    const before = Date.now() / 1000 - 100;
    await utimes(path, before, before);
    const { exitCode, stdout } = await run(check);
    assert.equal(exitCode, 1);
    assert.match(stdout.replace(path, "FILE"), /^FILE is 10\d s old, over 30$/);
  });

  it("fail a file that is missing", async () => {
    const path = join(folder(), "none");
    assert.deepEqual(await run({ kind: "fresh-file", path, maxAgeSeconds: 30 }), failed(`${path} is missing`));
  });

  it("run a command with its words unchanged", async () => {
    const argv = ["/usr/bin/test", "it's $HOME", "=", "it's $HOME"];
    assert.deepEqual(await run({ kind: "command", argv }), passed);
    assert.deepEqual(await run({ kind: "command", argv: ["/bin/false", "a b"] }), failed("/bin/false a b failed"));
  });

  it("print a path in a message unchanged", async () => {
    const path = '/$(id)"`id`';
    const result = await run({ kind: "http", port: server.port, path, status: 200 });
    assert.deepEqual(result, failed(`GET ${path} answered 503, not 200`));
  });

  it("pass if all checks pass, and print the first one that fails", async () => {
    const good: Check = { kind: "tcp", port: server.port };
    const bad: Check = { kind: "command", argv: ["/bin/false"] };
    assert.deepEqual(await run(good, good), passed);
    assert.deepEqual(await run(good, bad, good), failed("/bin/false failed"));
  });
});
