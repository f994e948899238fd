import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { daemonState, startDaemon, stopDaemon } from "../../toolchain/engine/daemon.ts";
import { engineFiles } from "../../toolchain/engine/settings.ts";
import { identify, isAlive } from "../../toolchain/host/process-identity.mjs";
import { run } from "../../toolchain/host/run.ts";
import { eventually } from "../support/eventually.ts";
import { recordedWork } from "../unit/toolchain/recorded-work.ts";
import { heldDockerd, type HeldDockerd } from "./support/held-dockerd.ts";
import { privateEngine, type PrivateEngine } from "./support/private-engine.ts";
import { requirePrivateEngine } from "./support/requirements.ts";

describe("set-up / a start of the engine that was interrupted before its pid file was there", function () {
  this.timeout(30_000);
  let engine: PrivateEngine;
  let held: HeldDockerd;
  let first: number;
  const start = (work = recordedWork()) => startDaemon(work, engine.settings, held.program, engine.wrapper);

  before(async function () {
    await requirePrivateEngine(this);
  });
  beforeEach(async () => {
    engine = await privateEngine(recordedWork());
    held = await heldDockerd(engine);
    const interruption = new AbortController();
    const interrupted = start(recordedWork(interruption.signal));
    const rejected = assert.rejects(interrupted, { name: "AbortError" });
    await held.untilStarted(1);
    interruption.abort();
    await rejected;
    [first = 0] = await held.started();
  });
  afterEach(() => engine.dispose());

  /** Starts again, and returns once that has looked whether one runs. */
  async function startAgain() {
    const work = recordedWork();
    const again = start(work);
    // Awaited later: until then its failure is nobody's.
    again.catch(() => undefined);
    await eventually(
      () => {
        if (work.updates.length === 0) throw new Error("it has not looked yet");
      },
      { deadlineMs: 10_000, intervalMs: 20 },
    );
    return { again, updates: work.updates };
  }

  it("leaves one that counts as running", async () => {
    assert.equal(existsSync(engineFiles(engine.settings).pid), false);
    assert.deepEqual(await daemonState(engine.settings), { status: "running", pid: first });
  });

  it("the next start waits for that one and starts no second one", async () => {
    const { again, updates } = await startAgain();
    assert.deepEqual(updates, [`waits for process ${first}`]);
    await held.release();
    await again;
    assert.deepEqual(await held.started(), [first]);
    assert.deepEqual(await daemonState(engine.settings), { status: "running", pid: first });
  });

  it("the next start starts another when that one ends before it answers", async () => {
    const { again } = await startAgain();
    process.kill(first, "SIGKILL");
    await held.untilStarted(2);
    await held.release();
    await again;
    const [, second] = await held.started();
    assert.deepEqual(await daemonState(engine.settings), { status: "running", pid: second });
  });

  it("stop ends it", async () => {
    const identity = identify(first);
    assert.equal(await stopDaemon(recordedWork(), engine.settings), first);
    assert.equal(isAlive(identity), false);
    assert.deepEqual(await daemonState(engine.settings), { status: "stopped" });
  });
});

describe("set-up / an engine in a container that has the same files", function () {
  this.timeout(30_000);
  let engine: PrivateEngine;

  before(async function () {
    await requirePrivateEngine(this);
  });
  beforeEach(async () => {
    engine = await privateEngine(recordedWork());
  });
  afterEach(() => engine.dispose());

  it("is not taken for the one of the host", async () => {
    const ready = path.join(engine.folder, "ready");
    // The file's name goes through a variable: as an argument of unshare it would stand outside of the container as well.
    const inside = 'exec sh -c "echo > \\"$READY\\"; sleep 60; true" sh --pidfile "$PIDFILE"';
    const env = { READY: ready, PIDFILE: engineFiles(engine.settings).pid };
    const ending = new AbortController();
    const words = ["--pid", "--fork", "--kill-child", "sh", "-c", inside];
    const container = assert.rejects(run(recordedWork(ending.signal), "unshare", words, { env }), {
      name: "AbortError",
    });
    try {
      await eventually(
        () => {
          if (!existsSync(ready)) throw new Error("it has not begun yet");
        },
        { deadlineMs: 10_000, intervalMs: 20 },
      );
      assert.deepEqual(await daemonState(engine.settings), { status: "stopped" });
    } finally {
      ending.abort();
      await container;
    }
  });
});
