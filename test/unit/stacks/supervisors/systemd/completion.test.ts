import { execa } from "execa";
import assert from "node:assert/strict";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { systemdLeast } from "../../../../../stacks/approaches/systemd-least/index.ts";
import { fakeProgram, linesOf, pathWith } from "../../../../support/unit/fake-program.ts";
import { imageFiles, movedProgram } from "../../../../support/unit/image-files.ts";
import { quietService } from "../../../../support/unit/samples.ts";
import { useTemporaryFolder } from "../../../toolchain/temporary-folder.ts";

const own = "/opt/container-approaches";
const notes = "/run/container-approaches";
const lasting = "/var/lib/container-approaches";
const folders = [own, notes, lasting];

const service = quietService({ completes: { withinSeconds: 2 }, checks: [], stopGraceSeconds: 1 });

describe("what systemd runs after the end of a service that runs to completion", () => {
  const folder = useTemporaryFolder();
  const files = imageFiles(systemdLeast, [service]);
  const marker = () => join(folder(), lasting, "completed/worker");

  async function run(path: string, words: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const program = await movedProgram(folder(), files, `${own}/systemd/${path}`, folders);
    return (await execa(program, words, { env, reject: false })).exitCode;
  }

  for (const [result, how, code, noted] of [
    ["exit-code", "exited", "3", "failed (exit code 3)"],
    ["signal", "killed", "KILL", "failed (signal KILL)"],
    ["success", "killed", "TERM", "stopped (SIGTERM)"],
    ["timeout", "killed", "TERM", "failed (took longer than 2 s)"],
  ] as const) {
    it(`notes ${noted} for ${result}, ${how}, ${code}`, async () => {
      await run("ended/worker", [], { SERVICE_RESULT: result, EXIT_CODE: how, EXIT_STATUS: code });
      assert.deepEqual(await linesOf(join(folder(), notes, "ends/worker")), [noted]);
      await assert.rejects(access(marker()));
      assert.equal(await run("due", ["worker"]), 0);
      assert.deepEqual(await linesOf(join(folder(), notes, "ends/worker")), []);
    });
  }

  it("notes that it has completed; then it is not due", async () => {
    await run("ended/worker", [], { SERVICE_RESULT: "success", EXIT_CODE: "exited", EXIT_STATUS: "0" });
    assert.equal(await run("due", ["worker"]), 1);
    await run("ended/worker", [], { SERVICE_RESULT: "exec-condition", EXIT_CODE: "exited", EXIT_STATUS: "1" });
    assert.equal(await run("due", ["worker"]), 1);
    assert.deepEqual(await linesOf(join(folder(), notes, "ends/worker")), []);
  });
});

describe("what systemd runs after the end of an essential service", () => {
  const folder = useTemporaryFolder();

  /** @param job what systemctl prints as the unit's job @returns what it was asked besides */
  async function end(restart: "never" | "on-failure", how: string, status: string, job = "") {
    const files = imageFiles(systemdLeast, [quietService({ essential: true, restart })]);
    const program = await movedProgram(folder(), files, `${own}/systemd/essential/worker`, folders);
    const asked = join(folder(), "asked");
    await fakeProgram(folder(), "systemctl", `[ "$1" = show ] && echo '${job}' || echo "$*" >'${asked}'`);
    await execa(program, { env: { EXIT_CODE: how, EXIT_STATUS: status, PATH: pathWith(folder()) } });
    return linesOf(asked);
  }

  for (const [restart, how, status, job, asked] of [
    ["never", "exited", "3", "", ["--no-block exit 3"]],
    ["never", "killed", "USR1", "", ["--no-block exit 138"]],
    ["never", "exited", "0", "12", []],
    ["on-failure", "exited", "0", "", ["--no-block exit 0"]],
    ["on-failure", "exited", "3", "", []],
    ["never", "", "", "", []],
  ] as const) {
    it(`asks for ${asked[0] ?? "nothing"} with restart "${restart}", after ${how} ${status} with job "${job}"`, async () => {
      assert.deepEqual(await end(restart, how, status, job), asked);
    });
  }
});
