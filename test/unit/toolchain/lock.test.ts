import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { acquireLock, clearDeadLock, readHolder } from "../../../toolchain/host/lock.mjs";
import { identify, isAlive } from "../../../toolchain/host/process-identity.mjs";
import { deadHolder as dead } from "./dead-holder.ts";

describe("toolchain / lock", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lock-"));
    file = path.join(folder, "x.lock");
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("has one holder at a time, and leaves nothing behind", async () => {
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 5 }, async () => {
        const lock = await acquireLock(file, "testing");
        inside += 1;
        most = Math.max(most, inside);
        await new Promise((resolve) => setTimeout(resolve, 5));
        inside -= 1;
        await lock.release();
      }),
    );
    assert.equal(most, 1);
    assert.deepEqual(await readdir(folder), []);
  });

  it("names its holder and what it does", async () => {
    const lock = await acquireLock(file, "testing");
    const holder = await readHolder(file);
    assert.equal(holder?.pid, process.pid);
    assert.equal(holder.purpose, "testing");
    await lock.release();
  });

  it("reports the holder to a waiting process, once", async () => {
    const first = await acquireLock(file, "testing");
    const waitedFor: number[] = [];
    const second = acquireLock(file, "testing", { onWait: ({ pid }) => waitedFor.push(pid) });
    await new Promise((resolve) => setTimeout(resolve, 500));
    await first.release();
    await (await second).release();
    assert.deepEqual(waitedFor, [process.pid]);
  });

  it("of a dead process is cleared and reported, also if its PID is in use again", async () => {
    await writeFile(file, JSON.stringify(dead()));
    const reported: string[] = [];
    const lock = await acquireLock(file, "testing", { onStale: ({ purpose }) => reported.push(purpose) });
    assert.deepEqual(reported, ["testing"]);
    await lock.release();
  });

  it("of a dead process can be cleared without taking it, and a living one's stays", async () => {
    await clearDeadLock(file);
    await writeFile(file, JSON.stringify(dead()));
    await clearDeadLock(file);
    assert.deepEqual(await readdir(folder), []);
    const lock = await acquireLock(file, "testing");
    await clearDeadLock(file);
    assert.deepEqual((await readdir(folder)).sort(), ["x.lock", "x.lock.held"]);
    await lock.release();
    assert.deepEqual(await readdir(folder), []);
  });

  it("from before a reboot is cleared although its PID and start time match", async () => {
    await writeFile(file, JSON.stringify({ ...dead(), ...identify(process.pid), bootId: "another boot" }));
    const lock = await acquireLock(file, "testing");
    await lock.release();
  });

  it("that a crash left empty is cleared", async () => {
    await writeFile(file, "");
    const lock = await acquireLock(file, "testing");
    await lock.release();
  });

  it("of a dead process is cleared together with the children that it left running", async () => {
    const child = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
    assert.ok(child.pid !== undefined);
    const ended = new Promise((resolve) =>
      child.once("exit", (_, name) => {
        resolve(name);
      }),
    );
    await writeFile(file, JSON.stringify({ ...dead(), children: [identify(child.pid)] }));
    const counts: number[] = [];
    const lock = await acquireLock(file, "testing", { onStale: (_, count) => counts.push(count) });
    assert.equal(await ended, "SIGKILL");
    assert.deepEqual(counts, [1]);
    await lock.release();
  });

  it("ends a child that a dead holder had not recorded, by its mark", async () => {
    const child = spawn("sleep", ["300"], { env: { ...process.env, CONTAINER_APPROACHES_LOCK: "of-the-dead" } });
    const other = spawn("sleep", ["300"], { env: { ...process.env, CONTAINER_APPROACHES_LOCK: "of-another" } });
    const ended = new Promise((resolve) =>
      child.once("exit", (_, name) => {
        resolve(name);
      }),
    );
    await writeFile(file, JSON.stringify({ ...dead(), id: "of-the-dead" }));
    const lock = await acquireLock(file, "testing");
    assert.equal(await ended, "SIGKILL");
    assert.equal(other.exitCode, null);
    assert.equal(other.signalCode, null);
    other.kill();
    await lock.release();
  });

  it("records children while they run, and removes them after", async () => {
    const lock = await acquireLock(file, "testing");
    await lock.addChild(process.pid);
    assert.deepEqual((await readHolder(file))?.children, [identify(process.pid)]);
    await lock.removeChild(process.pid);
    assert.deepEqual((await readHolder(file))?.children, []);
    await lock.release();
  });

  it("waiting ends when it is interrupted", async () => {
    const first = await acquireLock(file, "testing");
    const interruption = new AbortController();
    const second = acquireLock(file, "testing", { signal: interruption.signal });
    interruption.abort();
    await assert.rejects(second, { name: "AbortError" });
    await first.release();
    assert.equal(existsSync(file), false);
  });
});

describe("toolchain / process identity", () => {
  it("a running process is alive; one with another start time or from another boot is not", () => {
    const own = identify(process.pid);
    assert.equal(isAlive(own), true);
    assert.equal(isAlive({ ...own, startTime: `${own.startTime}0` }), false);
    assert.equal(isAlive({ ...own, bootId: "x" }), false);
    assert.equal(isAlive({ ...own, pid: 0 }), false);
    assert.equal(isAlive(undefined), false);
  });
});
