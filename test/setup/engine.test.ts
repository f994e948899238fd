import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { daemonState, startDaemon, stopDaemon } from "../../toolchain/engine/daemon.ts";
import { findEngine } from "../../toolchain/engine/ensure.ts";
import { probeEngine } from "../../toolchain/engine/probe.ts";
import { engineFiles } from "../../toolchain/engine/settings.ts";
import { identify, isAlive } from "../../toolchain/host/process-identity.mjs";
import { recordedWork } from "../unit/toolchain/recorded-work.ts";
import {
  containerdPidFile,
  killHard,
  privateEngine,
  processesOf,
  type PrivateEngine,
} from "./support/private-engine.ts";
import { requirePrivateEngine } from "./support/requirements.ts";

describe("setup / the Docker daemon that it starts", function () {
  this.timeout(30_000);
  let engine: PrivateEngine;
  const start = (work = recordedWork(), settings = engine.settings) =>
    startDaemon(work, settings, engine.dockerd, engine.wrapper);

  before(async function () {
    await requirePrivateEngine(this);
  });
  beforeEach(async () => {
    engine = await privateEngine(recordedWork());
  });
  afterEach(() => engine.dispose());

  it("answers, counts as started by setup, keeps containers over a restart and rotates logs", async () => {
    await start();
    const found = await findEngine(engine.settings);
    assert.equal(found?.origin, "setup");
    const text = await readFile(engineFiles(engine.settings).configuration, "utf8");
    const configuration = JSON.parse(text) as Record<string, unknown>;
    const { "live-restore": liveRestore, "log-driver": driver, "log-opts": options } = configuration;
    assert.deepEqual([liveRestore, driver, options], [true, "json-file", { "max-size": "10m", "max-file": "3" }]);
  });

  it("is started once, however many starts follow", async () => {
    await start();
    const { daemon } = await processesOf(engine.settings);
    await Promise.all([start(), start()]);
    assert.equal((await processesOf(engine.settings)).daemon, daemon);
  });

  it("two starts at once get the same daemon", async () => {
    await Promise.all([start(), start()]);
    assert.equal((await daemonState(engine.settings)).status, "running");
    const log = await readFile(engineFiles(engine.settings).log, "utf8");
    assert.equal(log.match(/API listen on/g)?.length, 1);
  });

  it("has ended when stop returns, and stop without a daemon says that there was none", async () => {
    await start();
    const { daemon = 0 } = await processesOf(engine.settings);
    const identity = identify(daemon);
    assert.equal(await stopDaemon(recordedWork(), engine.settings), daemon);
    assert.equal(isAlive(identity), false);
    assert.equal(existsSync(engineFiles(engine.settings).pid), false);
    assert.equal((await probeEngine({ host: engine.host, source: "default" })).status, "absent");
    assert.equal(await stopDaemon(recordedWork(), engine.settings), undefined);
  });

  it("starts again after a crash, and says what it cleared", async () => {
    await start();
    await killHard(engine.settings);
    // By now the PIDs belong to other processes: this test's own stands in for them.
    for (const file of [engineFiles(engine.settings).pid, containerdPidFile(engine.settings)]) {
      await writeFile(file, String(process.pid));
    }
    const work = recordedWork();
    await start(work);
    assert.deepEqual(work.notes.filter((note) => note.includes("that was killed")).length, 2, work.notes.join("\n"));
    assert.equal((await daemonState(engine.settings)).status, "running");
  });

  it("stop leaves a process alone that has the PID of a dead daemon", async () => {
    await mkdir(engine.settings.directory, { recursive: true });
    await writeFile(engineFiles(engine.settings).pid, String(process.pid));
    assert.equal(await stopDaemon(recordedWork(), engine.settings), undefined);
  });

  it("that cannot start says so soon, with the last lines of its log", async () => {
    const settings = {
      ...engine.settings,
      configuration: { ...engine.settings.configuration, "no-such-option": true },
    };
    await assert.rejects(start(recordedWork(), settings), {
      name: "UserError",
      message: /ended at once[^]*no-such-option[^]*To do: /,
    });
  });

  it("starts after an interrupted start", async () => {
    const interruption = new AbortController();
    const work = recordedWork(interruption.signal);
    const interrupted = start({
      ...work,
      update: () => {
        setImmediate(() => {
          interruption.abort();
        });
      },
    });
    await assert.rejects(interrupted, { name: "AbortError" });
    assert.equal(existsSync(engineFiles(engine.settings).lock), false);
    await start();
    assert.equal((await daemonState(engine.settings)).status, "running");
  });

  it("uses a configuration of the user's unchanged", async () => {
    const theirs = path.join(engine.folder, "daemon.json");
    const text = JSON.stringify({
      ...engine.settings.configuration,
      hosts: [engine.host],
      "exec-root": engine.settings.execRoot,
      debug: true,
    });
    await writeFile(theirs, text);
    await start(recordedWork(), { ...engine.settings, userConfiguration: theirs });
    assert.equal(await readFile(theirs, "utf8"), text);
    assert.match(await readFile(engineFiles(engine.settings).log, "utf8"), /level=debug/);
  });
});
