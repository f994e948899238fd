import assert from "node:assert/strict";
import { median } from "simple-statistics";
import { medianOf } from "../../../lab/experiments/latency/paths.ts";
import { killNow } from "../../../lab/experiments/recovery/kill.ts";
import { capabilityCount, processesOf } from "../../../lab/instruments/processes.ts";
import { usageOf } from "../../../lab/instruments/usage.ts";
import { parseQuantity } from "../../../lab/report/budgets/quantity.ts";
import type { Tools } from "../../../lab/tools.ts";
import { skip } from "../../support/skip.ts";
import { errorPercent } from "./bench.ts";
import { openTimesBench, type KnownServer, type TimesBench } from "./known-times.ts";
import { openOtherTools, type OtherTools } from "./other-tools.ts";

/** Largest difference of an instrument and another tool without an explanation, in percent. */
const bound = 10;
/**
 * The lab's instruments and tools of other people measure the same thing in the same minute. docs/lab.md has a table of the ratios, and explains those
 * that are more than a tenth from 1.
 */
describe("instruments beside other people's tools", function () {
  this.timeout(240_000);
  let bench: TimesBench;
  let tools: OtherTools;

  before("open the bench, and get the tools", async function () {
    bench = await openTimesBench();
    const opened = await openOtherTools(bench);
    if (typeof opened === "string") skip(this, opened);
    tools = opened;
  });
  after(async () => {
    await bench.close();
  });

  /** Prints both and their ratio. @returns how far ours is from theirs, in percent */
  function beside(what: string, tool: string, ours: number, theirs: number): number {
    const ratio = (ours / theirs).toFixed(3);
    console.log(`      ${what}: lab ${ours.toFixed(1)}, ${tool} ${theirs.toFixed(1)}, ratio ${ratio}`);
    return errorPercent(ours, theirs);
  }

  /** Medians of several turns of each way of measuring, one after another in each turn, so that what drifts meets all. */
  async function byTurns<K extends string>(
    ways: Readonly<Record<K, () => Promise<number>>>,
  ): Promise<Record<K, number>> {
    const entries = Object.entries(ways) as [K, () => Promise<number>][];
    const found = new Map<K, number[]>(entries.map(([name]) => [name, []]));
    for (let turn = 0; turn < 3; turn += 1) for (const [name, way] of entries) found.get(name)?.push(await way());
    return Object.fromEntries([...found].map(([name, values]) => [name, median(values)])) as Record<K, number>;
  }

  for (const { title, spinUs } of [
    { title: "that takes 2 ms", spinUs: 2000 },
    { title: "that takes next to no time", spinUs: 0 },
  ]) {
    it(`p50 of a request ${title}, a connection each: hey at the same pace, ab without pauses`, async () => {
      const server = await bench.serving({ spinUs });
      const prober = await bench.prober();
      const p50At = async (rate: number) =>
        medianOf(
          [await prober.measure({ target: server.address, connection: "new", rate, requests: 400, warmUp: 20 })],
          "p50",
        );
      const p50OfTurn = async () =>
        p50OfAb(await tools.run("ab", "-q", "-c", "1", "-n", "400", "-e", "/dev/stdout", url(server)));
      try {
        // The probe keeps its pace, whether answers come or not: faster than the server or the probe itself can, requests queue, and their times say
        // nothing. What a request takes of the probe is more than of ab, on a slow machine several times as much.
        const slowest = Math.max(await p50OfTurn(), await p50At(200));
        const fastRate = Math.floor(busyShare * (1e6 / slowest));
        const found = await byTurns({
          paced: () => p50At(200),
          hey: async () => p50OfHey(await tools.run(...hey, "-c", "1", "-q", "200", "-n", "400", url(server))),
          // A pause lets the processors fall asleep, so ab, which makes none, is compared with hardly any.
          fast: () => p50At(fastRate),
          ab: p50OfTurn,
        });
        beside("p50, us", "hey", found.paced, found.hey);
        beside("p50 without pauses, us", "ab", found.fast, found.ab);
        // What clients themselves take of a request differs: ab is written in C, the lab's probe in Python, hey in Go with a whole HTTP library, and it
        // tells times to 100 us. So the scale is what a request takes without the server's 2 ms. What one path adds to another has the lab's share on
        // both sides.
        const withoutServer = found.ab - spinUs;
        assert(Math.abs(found.paced - found.hey) < 2 * withoutServer, "it differs from hey");
        assert(Math.abs(found.fast - found.ab) < withoutServer, "it differs from ab");
      } finally {
        await prober.close();
        await server.containers.kill();
      }
    });
  }

  it("requests per second of four clients, a connection each: wrk, hey and ab", async () => {
    const server = await bench.serving({ spinUs: 2000 });
    const prober = await bench.prober();
    const close = ["-H", "Connection: close"];
    try {
      const found = await byTurns({
        lab: async () => {
          const { latencies, seconds } = await prober.measure({ target: server.address, rate: "fastest", seconds: 2 });
          return latencies.length / seconds;
        },
        wrk: async () => perSecond(await tools.run("wrk", "-t", "1", "-c", "4", "-d", "2s", ...close, url(server))),
        hey: async () => perSecond(await tools.run("hey", "-disable-keepalive", "-c", "4", "-z", "2s", url(server))),
        ab: async () => perSecond(await tools.run("ab", "-q", "-c", "4", "-t", "2", url(server))),
      });
      for (const tool of ["wrk", "hey", "ab"] as const)
        assert(beside("requests per second", tool, found.lab, found[tool]) < bound, `it differs from ${tool}`);
    } finally {
      await prober.close();
      await server.containers.kill();
    }
  });

  it("memory and processes: docker stats, smem and systemd-cgtop", async () => {
    const container = await bench.run(holder, "50000000");
    const usage = await usageOf(bench, bench.host, { containers: [container], ports: [] }, { settle: "quiet" });
    const { id, pid } = await bench.state(container);
    const stats = await bench.docker.run(["stats", "--no-stream", "--format", "{{.MemUsage}} {{.PIDs}}", container]);
    const [shown = "", , , pids = ""] = stats.split(" ");
    const bytes = parseQuantity(shown, "bytes") ?? assert.fail(stats);
    assert(beside("working set, bytes", "docker stats", usage.workingSet ?? 0, bytes) < bound);
    assert.equal(usage.processes[0], Number(pids));
    const lines = await tools.run("smem", "-H", "-c", "pid rss");
    const [, kilobytes = ""] = lines.match(new RegExp(`^ *${pid} +(\\d+)`, "m")) ?? [];
    assert(beside("pages of a process, bytes", "smem (RSS)", usage.inside ?? 0, Number(kilobytes) * 1024) < bound);
    const groups = await tools.run(
      "systemd-cgtop",
      "--batch",
      "--iterations=1",
      "--raw",
      "--depth=4",
      "--order=memory",
    );
    const [, tasks = "", memory = ""] = groups.match(new RegExp(`^\\S*${id}\\S* +(\\S+) +\\S+ +(\\S+)`, "m")) ?? [];
    assert.equal(usage.processes[0], Number(tasks), groups);
    assert(beside("memory of its cgroup, bytes", "systemd-cgtop", usage.workingSet ?? 0, Number(memory)) < bound);
  });

  it("capabilities of a container's root: capsh", async () => {
    const container = await bench.run(holder, "0");
    const containers = bench.served(container, noPort);
    const [process] = (await processesOf({ containers, host: bench.host })).get(container) ?? [];
    const { capabilities } = process ?? assert.fail("it has no process");
    const decoded = await tools.run("capsh", `--decode=${capabilities}`);
    const names = decoded.trim().split("=")[1]?.split(",").filter(Boolean) ?? [];
    assert.equal(beside("capabilities", "capsh", capabilityCount(capabilities), names.length), 0);
  });

  it("time without an answer after a kill: docker events and the server's own log", async () => {
    const server = await bench.serving({ dockerRestarts: true, sleepMs: 1500 });
    const load: Tools["load"] = (request) => bench.load({ ...request, target: server.address });
    const pid = async () => (await bench.state(server.name)).pid;
    const { at, outageMs = 0 } = await killNow({ ...bench, load }, pid);
    const window = ["--since", (at / 1000 - 1).toFixed(3), "--until", (Date.now() / 1000).toFixed(3)];
    const which = ["--filter", `container=${server.name}`, "--filter", "event=die"];
    const died = await bench.docker.run(["events", ...window, ...which, "--format", "{{.TimeNano}}"]);
    const listened = (await server.logged("listening")).find((time) => time > at) ?? 0;
    assert(beside("outage, ms", "docker events", outageMs, listened - Number(died.split("\n")[0]) / 1e6) < bound);
  });
});

/** Holds so many bytes of memory. */
const holder = "import signal, sys; held = bytearray(b'x') * int(sys.argv[1]); signal.pause()";

/** Of the rate at which requests of the slower of both follow one another: pauses are short, and a slow machine keeps up. */
const busyShare = 0.7;

/** Port of a container that serves nothing. */
const noPort = 0;

const hey = ["hey", "-disable-keepalive", "-o", "csv"] as const;

function url({ address }: Pick<KnownServer, "address">): string {
  return `http://${address}/`;
}

/** @param csv a line per request, response time in seconds first @returns microseconds */
function p50OfHey(csv: string): number {
  const times = csv
    .split("\n")
    .slice(1)
    .map((line) => Number.parseFloat(line));
  return 1e6 * median(times.filter(Number.isFinite));
}

/** @param csv `percentage,milliseconds` @returns microseconds */
function p50OfAb(csv: string): number {
  return 1000 * Number(/^50,([\d.]+)$/m.exec(csv)?.[1]);
}

/** @param output of wrk, hey or ab */
function perSecond(output: string): number {
  return Number(/requests(?:\/sec| per second):\s+([\d.]+)/i.exec(output)?.[1]);
}
