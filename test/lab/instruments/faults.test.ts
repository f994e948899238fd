import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { type Dose } from "../../../lab/experiments/blast/doses.ts";
import { injectFaults, type Scene } from "../../../lab/experiments/blast/faults.ts";
import { observed } from "../../../lab/experiments/blast/observed.ts";
import { cgroupFor } from "../../../lab/experiments/blast/outer.ts";
import type { Given, Orders } from "../../../lab/instruments/orders.ts";
import { processesOf } from "../../../lab/instruments/processes.ts";
import { seededRandom } from "../../../lab/random.ts";
import { rules } from "../../../lab/rules/rules.ts";
import type { Service } from "../../../services/contract.ts";
import { eventually } from "../../support/eventually.ts";
import { openBench, type Bench } from "./bench.ts";
import { entryOn, type Entry } from "./support/faults-bench.ts";

/** Requests without an answer fail after this, in seconds. */
const timeout = 1;
const mebibyte = 1024 ** 2;

/** The lab's faults against faults of known effect. */
describe("instruments: faults", function () {
  this.timeout(120_000);
  let bench: Bench;
  let entry: Entry;
  before(async () => {
    bench = await openBench("faults");
    entry = await entryOn(bench);
  });
  after(async () => {
    await bench.close();
  });

  /** The entry's main process, on Docker's host. */
  async function pid(): Promise<number> {
    const processes = await processesOf(entry.tools, [entry.container]);
    const main = processes.get(entry.container)?.find(({ argv }) => argv.join(" ") === entry.command.join(" "));
    assert.ok(main, "the entry does not run");
    return main.pid;
  }

  const signal = (to: number, name: string) =>
    bench.host.ask<{ readonly at: number }>("signal-process", { pid: to, signal: name });

  /** A scene whose faults are what `fault` does; it returns when the fault began, in milliseconds since 1970. */
  function scene(fault: () => Promise<number>): Scene {
    const orders: Orders = {
      async give(_, order): Promise<Given> {
        return { id: "1", at: order.do === "log" ? Date.now() : await fault() };
      },
      report: () => Promise.resolve({ id: "1", began: 0, ended: 0, amount: 0, refused: 0 }),
    };
    const { target, container, command } = entry;
    const service = { name: "entry", command } as unknown as Service;
    const renew = () => Promise.reject(new Error("the entry did not come back"));
    return { orders, misbehaving: "other", target, entry: { service, container }, hasLoop: false, renew };
  }

  const inject = (fault: () => Promise<number>, dose: Dose) =>
    injectFaults(scene(fault), entry.tools, seededRandom(1), { threads: { memory: dose }, loop: {} });

  it("an entry that is paused for a known time fails as many requests as calculated", async () => {
    const seconds = 2;
    let pausedMs = 0;
    let ends: Promise<void> = Promise.resolve();
    const effects = await inject(
      async () => {
        const paused = await pid();
        const { at } = await signal(paused, "STOP");
        ends = pause(1700).then(async () => {
          pausedMs = (await signal(paused, "CONT")).at - at;
        });
        return at;
      },
      { seconds, rate: 100, trials: 1 },
    );
    await ends;
    // The last second's requests get their answer in time.
    const expected = (100 * Math.min(seconds, pausedMs / 1000 - timeout)) / seconds;
    const failed = effects.threads[0]?.felt.failed ?? NaN;
    const error = failed - expected;
    console.log(
      `      failed ${failed.toFixed(1)} %, calculated ${expected.toFixed(1)} %: error ${error.toFixed(1)} points`,
    );
    assert.ok(Math.abs(error) <= 5, `${failed} %, calculated ${expected} %`);
    assert.equal(effects.threads[0]?.died, false);
  });

  it("an entry that dies in exactly k of n trials is counted k of n", async () => {
    const deaths = [false, true, false, false, true];
    let trial = 0;
    const effects = await inject(
      async () => {
        const dies = deaths[trial++] ?? false;
        return dies ? (await signal(await pid(), "KILL")).at : Date.now();
      },
      { seconds: 0.5, rate: 100, trials: deaths.length },
    );
    const { values } = observed("deployed", effects);
    assert.deepEqual(values["memory.deployed.died"], { hits: 2, of: deaths.length });
    assert.deepEqual(
      effects.threads.map(({ died }) => died),
      deaths,
    );
    // The middle one of the trials, which the lab showed before, would say that nothing happened.
    assert.ok((values["memory.deployed.failed"] as number) > 0);
    assert.equal(effects.threads.map(({ felt }) => felt.failed).toSorted((a, b) => a - b)[2], 0);
  });

  /** Starts a container in a group. @param program Python @returns its name */
  type Start = (program: string) => Promise<string>;

  /** Runs something with a parent cgroup for containers, with these bounds; memory in MiB. */
  async function within(memory: number, pids: number, task: (start: Start) => Promise<void>): Promise<void> {
    const started: string[] = [];
    const undo: (() => Promise<unknown>)[] = [];
    const place = { parent: "/docker", name: `${entry.container}-group` };
    try {
      const group = await cgroupFor(bench, place, { memory: memory * mebibyte, pids }, undo);
      await task(async (program) => {
        const words = ["run", "--detach", "--init", "--cgroup-parent", group];
        const name = await bench.make(words, "python3", "-c", program);
        started.push(name);
        return name;
      });
    } finally {
      await bench.remove(...started);
      for (const step of undo.toReversed()) await step();
    }
  }

  const exitCode = async (container: string) => Number(await bench.docker.run(["wait", container]));

  const takes = (count: number) => `held = bytearray(${count} << 20)`;
  /** Exit code 3 if the system refused one of so many processes. */
  const starts = (count: number) =>
    `import os, sys, time\ntry:\n    for _ in range(${count}): os.posix_spawn("/bin/sleep", ["sleep", "20"], {})\nexcept OSError: sys.exit(3)`;

  it("the modelled host has as much memory as it is told, and as many processes", async () => {
    await within(128, 200, async (start) => {
      assert.equal(await exitCode(await start(takes(64))), 0, "half of the memory is there");
      assert.equal(await exitCode(await start(takes(160))), 137, "more than that is not");
      assert.equal(await exitCode(await start(starts(100))), 0, "half of the processes start");
      assert.equal(await exitCode(await start(starts(300))), 3, "more than that do not");
    });
  });

  /** Whether a neighbour in the group can start processes while a fork bomb of the lab's size is there. */
  async function couples(pids: number): Promise<boolean> {
    let refused = false;
    await within(rules.faults.hostMemory.value, pids, async (start) => {
      const most = 2000;
      const bomb = `import os, time\nfor _ in range(${most}):\n    try: os.posix_spawn("/bin/sleep", ["sleep", "30"], {})\n    except OSError: pass\nprint("made", flush=True)\ntime.sleep(30)`;
      const neighbour = await start("import time; time.sleep(60)");
      const container = await start(bomb);
      await eventually(
        async () => {
          assert.match(await bench.docker.run(["logs", container]), /made/);
        },
        { deadlineMs: 30_000 },
      );
      const tried = await bench.docker.attempt(["exec", neighbour, "python3", "-c", starts(20)]);
      refused = tried.exitCode !== 0;
    });
    return refused;
  }

  it("a fork bomb takes no process of another container on the modelled host, as it did with a budget of 300", async () => {
    assert.equal(await couples(rules.faults.hostProcesses.value), false);
    assert.equal(await couples(300), true);
  });
});
