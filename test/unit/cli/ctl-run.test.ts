import { execa } from "execa";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { runArgv } from "../../../cli/control/run.ts";
import { eventually } from "../../support/eventually.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

describe("running a control command", () => {
  const folder = useTemporaryFolder();

  it("returns its exit code, also that of a signal", async () => {
    assert.equal(await runArgv(["sh", "-c", "exit 3"]), 3);
    assert.equal(await runArgv(["sh", "-c", "kill -s KILL $$"]), 137);
  });

  it("also ends the shell's children when it is interrupted", async () => {
    const interruption = new AbortController();
    const file = join(folder(), "pid");
    // A pipeline, as that of a log: the shell waits for it and passes nothing on.
    const running = runArgv(["sh", "-c", `(echo $$ >${file}; sleep 60) | cat; true`], interruption.signal);
    await eventually(
      async () => {
        assert.match(await readFile(file, "utf8"), /\d/);
      },
      { deadlineMs: 5_000 },
    );
    await pause(200);
    const shell = (await readFile(file, "utf8")).trim();
    interruption.abort();
    assert.equal(await running, 143);
    await eventually(
      async () => {
        const { stdout } = await execa("ps", ["-A", "-o", "ppid=,args="], { reject: false });
        assert.doesNotMatch(stdout, new RegExp(`^\\s*${shell} `, "m"));
        assert.doesNotMatch(stdout, new RegExp(file));
      },
      { deadlineMs: 5_000 },
    );
  });
});
