import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { tryKernelLock } from "../../../toolchain/host/kernel-lock.mjs";
import { acquireLock, clearDeadLock, inspectLock, type LockHolder } from "../../../toolchain/host/lock.mjs";
import { identify } from "../../../toolchain/host/process-identity.mjs";
import { skip } from "../../support/skip.ts";
import { deadHolder } from "./dead-holder.ts";
import { useTemporaryFolder } from "./temporary-folder.ts";

describe("toolchain / a lock and the kernel", () => {
  const temporary = useTemporaryFolder();
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = temporary();
    file = path.join(folder, "x.lock");
  });

  it("is the kernel's for one holder at a time, and leaves nothing behind", async function () {
    const first = await tryKernelLock(file);
    if (first === undefined) skip(this, "this system has no flock");
    assert.ok(first !== "busy");
    assert.equal(await tryKernelLock(file), "busy");
    await first.release();
    assert.deepEqual(await readdir(folder), []);
    const second = await tryKernelLock(file);
    assert.ok(second !== undefined && second !== "busy");
    await second.release();
  });

  it("of a holder that has lost the kernel's lock is cleared, whatever its host and its namespace", async () => {
    await writeFile(file, JSON.stringify({ ...deadHolder(), ...identify(process.pid), kernel: true, host: "renamed" }));
    assert.equal((await inspectLock(file))?.live, false);
    const lock = await acquireLock(file, "testing");
    await lock.release();
  });

  for (const other of [{ host: "elsewhere" }, { pidNamespace: "pid:[1]" }])
    it(`stays if it cannot be told whether its holder lives: ${Object.keys(other).join("")}`, async () => {
      await writeFile(file, JSON.stringify({ ...deadHolder(), ...other }));
      assert.equal((await inspectLock(file))?.live, true);
      await clearDeadLock(file);
      const waitedFor: string[] = [];
      const options = { signal: AbortSignal.timeout(400), onWait: ({ id }: LockHolder) => waitedFor.push(id) };
      await assert.rejects(acquireLock(file, "testing", options));
      assert.deepEqual(waitedFor, ["of-the-dead"]);
      assert.deepEqual(await readdir(folder), ["x.lock"]);
    });

  /** A process in a PID namespace of its own that takes the lock, and holds it until its input ends. */
  async function holderInNamespace(context: Mocha.Context) {
    const module = path.join(import.meta.dirname, "../../../toolchain/host/lock.mjs");
    const program = `const { acquireLock } = await import(${JSON.stringify(module)});
      const lock = await acquireLock(${JSON.stringify(file)}, "testing in a namespace");
      console.log("held");
      process.stdin.resume().on("end", async () => { await lock.release(); process.exit(); });`;
    const node = [process.execPath, "--input-type=module", "--eval", program];
    const child = spawn("unshare", ["--pid", "--fork", "--kill-child", "--mount-proc", ...node], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const held = await new Promise<boolean>((resolve) => {
      child.once("error", () => {
        resolve(false);
      });
      child.once("exit", () => {
        resolve(false);
      });
      child.stdout.once("data", () => {
        resolve(true);
      });
    });
    if (!held) skip(context, `a PID namespace cannot be made here: ${said.trim()}`);
    return child;
  }

  it("is held across PID namespaces, until it is released", async function () {
    const child = await holderInNamespace(this);
    assert.equal((await inspectLock(file))?.live, true);
    const waitedFor: string[] = [];
    const second = acquireLock(file, "testing", { onWait: ({ purpose }) => waitedFor.push(purpose) });
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.deepEqual(waitedFor, ["testing in a namespace"]);
    child.stdin.end();
    await (await second).release();
  });

  it("is free once its holder in a PID namespace has been killed", async function () {
    const child = await holderInNamespace(this);
    child.kill("SIGKILL");
    const reported: string[] = [];
    const lock = await acquireLock(file, "testing", { onStale: ({ purpose }) => reported.push(purpose) });
    assert.deepEqual(reported, ["testing in a namespace"]);
    await lock.release();
  });
});
