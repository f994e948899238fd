import { execa } from "execa";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { clearDeadLocks } from "../../../cli/stack/locks.ts";
import { skip } from "../../support/skip.ts";
import { rejectsWithUserError } from "../../support/unit/user-error.ts";
import { useTemporaryFolder } from "../toolchain/temporary-folder.ts";

describe("locks on a stack", () => {
  const folder = useTemporaryFolder();
  const backend = () => `file://${folder()}`;
  const locks = (stack: string, project = "container-approaches") =>
    join(folder(), ".pulumi/locks/organization", project, stack);

  async function lock(stack: string, given: Readonly<Record<string, unknown>>, project?: string): Promise<string> {
    const holder = { pid: 1, username: "ada", hostname: hostname(), timestamp: "2026-01-02T03:04:05Z", ...given };
    await mkdir(locks(stack, project), { recursive: true });
    const file = join(locks(stack, project), `${String(given.pid)}.json`);
    await writeFile(file, JSON.stringify(holder));
    return file;
  }

  /** A process that has ended. */
  async function deadPid(): Promise<number> {
    const child = execa(process.execPath, ["--version"]);
    const { pid } = child;
    await child;
    return pid ?? assert.fail("no pid");
  }

  it("are none if nothing was ever locked", async () => {
    assert.deepEqual(await clearDeadLocks(backend(), "separate"), []);
  });

  it("are cleared when their holder is dead, and the report names it", async () => {
    const pid = await deadPid();
    await lock("separate", { pid });
    assert.deepEqual(await clearDeadLocks(backend(), "separate"), [
      `removed a lock on the stack separate whose holder is gone (ada@${hostname()}, process ${pid}, since 2026-01-02T03:04:05Z)`,
    ]);
    assert.deepEqual(await readdir(locks("separate")), []);
    assert.deepEqual(await clearDeadLocks(backend(), "separate"), []);
  });

  it("are cleared when another program has the holder's PID now", async function () {
    if (!existsSync("/proc/self/stat")) skip(this, "this system does not tell a process's name in /proc");
    const file = await lock("separate", { pid: process.pid });
    assert.equal((await clearDeadLocks(backend(), "separate")).length, 1);
    assert.ok(!existsSync(file));
  });

  it("are cleared when a power failure left their file empty", async () => {
    await lock("separate", { pid: 1 });
    await writeFile(join(locks("separate"), "1.json"), "");
    const [line = ""] = await clearDeadLocks(backend(), "separate");
    assert.match(line, /^removed a lock on the stack separate .*damaged/);
  });

  it("stay while a live Pulumi holds them, and the message names it", async () => {
    const program = join(folder(), "pulumi-x");
    await copyFile("/bin/sleep", program);
    const child = execa(program, ["60"], { reject: false, argv0: "sleep" });
    try {
      const file = await lock("separate", { pid: child.pid });
      await lock("separate", { pid: await deadPid() });
      await rejectsWithUserError(clearDeadLocks(backend(), "separate"), {
        found: new RegExp(`^The stack separate is in use by ada@.*, process ${String(child.pid)}, since 2026-`),
        allowed: null,
        remedy: /wait until it ends.*\.\/pulumiw cancel --stack separate/,
      });
      assert.ok(existsSync(file));
    } finally {
      child.kill();
      await child;
    }
  });

  it("stay while a Pulumi in a PID namespace of its own holds them", async function () {
    const program = join(folder(), "pulumi-x");
    await copyFile("/bin/sleep", program);
    const unshare = ["--pid", "--fork", "--kill-child", "--mount-proc"];
    const child = execa("unshare", [...unshare, program, "60"], { reject: false });
    try {
      await Promise.race([child, new Promise((resolve) => setTimeout(resolve, 500))]);
      if (child.exitCode !== null) skip(this, "a PID namespace cannot be made here");
      // Its PID in its namespace.
      const file = await lock("separate", { pid: 1, timestamp: new Date().toISOString() });
      await rejectsWithUserError(clearDeadLocks(backend(), "separate"), {
        found: /in use by ada@.*, process 1, since/,
        allowed: null,
        remedy: /cancel/,
      });
      assert.ok(existsSync(file));
    } finally {
      child.kill("SIGKILL");
      await child;
    }
    assert.equal((await clearDeadLocks(backend(), "separate")).length, 1);
  });

  it("stay if another host holds them: this host cannot tell whether that process lives", async () => {
    const file = await lock("separate", { pid: await deadPid(), hostname: "elsewhere" });
    await rejectsWithUserError(clearDeadLocks(backend(), "separate"), {
      found: /in use by ada@elsewhere/,
      allowed: null,
      remedy: /cancel/,
    });
    assert.ok(existsSync(file));
  });

  it("of other stacks and other projects stay", async () => {
    const pid = await deadPid();
    const others = [await lock("dev", { pid }), await lock("separate", { pid, hostname: "elsewhere" }, "other")];
    assert.deepEqual(await clearDeadLocks(backend(), "separate"), []);
    for (const file of others) assert.ok(existsSync(file), file);
  });

  it("cannot be read if the backend is not a folder", async () => {
    assert.deepEqual(await clearDeadLocks("s3://bucket", "separate"), []);
  });
});
