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

describe("setup / a start of the Docker daemon that was interrupted before it wrote its PID file", function () {
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

  /** Starts again, and returns once the start has checked whether a daemon runs. */
  async function startAgain() {
    const work = recordedWork();
    const again = start(work);
    // Awaited later; until then a failure must not count as an unhandled rejection.
    again.catch(() => undefined);
    await eventually(
      () => {
        if (work.updates.length === 0) throw new Error("it has not checked yet");
      },
      { deadlineMs: 10_000, intervalMs: 20 },
    );
    return { again, updates: work.updates };
  }

  it("leaves a daemon that counts as running", async () => {
    assert.equal(existsSync(engineFiles(engine.settings).pid), false);
    assert.deepEqual(await daemonState(engine.settings), { status: "running", pid: first });
  });

  it("the next start waits for that daemon and starts no second one", async () => {
    const { again, updates } = await startAgain();
    assert.deepEqual(updates, [`waits for process ${first}`]);
    await held.release();
    await again;
    assert.deepEqual(await held.started(), [first]);
    assert.deepEqual(await daemonState(engine.settings), { status: "running", pid: first });
  });

  it("the next start starts another if that daemon ends before it answers", async () => {
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

describe("setup / a Docker daemon in a container that has the same files", function () {
  this.timeout(30_000);
  let engine: PrivateEngine;

  before(async function () {
    await requirePrivateEngine(this);
  });
  beforeEach(async () => {
    engine = await privateEngine(recordedWork());
  });
  afterEach(() => engine.dispose());

  it("is not taken for the host's", async () => {
    const ready = path.join(engine.folder, "ready");
    // The file's name goes through a variable: as an argument of unshare it would be outside the container as well.
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
          if (!existsSync(ready)) throw new Error("it has not started yet");
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
