import assert from "node:assert/strict";
import { shareInCrowd } from "../../../lab/instruments/copies.ts";
import { usageOf, usageOfAll, type Usage } from "../../../lab/instruments/usage.ts";
import { errorPercent, openBench, type Bench } from "./bench.ts";

const megabyte = 1e6;

/**
 * holder.py BYTES FORKS WORKERS: holds so many bytes of memory, which so many forked children share, and starts workers: further copies of
 * itself that hold as much, as a supervisor would.
 */
const holder = `
import os, signal, subprocess, sys
size, forks, workers = map(int, sys.argv[1:4])
program = open("/proc/self/cmdline").read().split("\\0")[2]
for _ in range(workers):
    subprocess.Popen(["python3", "-c", program, str(size), "0", "0"])
held = bytearray(b"x") * (size if workers == 0 else 0)
for _ in range(forks):
    if os.fork() == 0:
        break
signal.pause()
`;

/** What smaps_rollup says, and the same computed from the pages, with the kernel's own count of who maps each (/proc/kpagecount). */
const shares = `
import json, os, sys
sys.path.insert(0, "/lab")
from pages import PAGE, frames_of
pids = json.load(sys.stdin)
own = [frames_of(pid) for pid in pids]
counts = os.open("/proc/kpagecount", os.O_RDONLY)
uses = {frame: int.from_bytes(os.pread(counts, 8, frame * 8), sys.byteorder) for frame in set().union(*own)}
said = {"Rss": 0, "Pss": 0}
for pid in pids:
    for line in open(f"/proc/{pid}/smaps_rollup"):
        key = line.split(":")[0]
        if key in said:
            said[key] += int(line.split()[1]) * 1024
counted = {"Rss": sum(map(len, own)) * PAGE, "Pss": sum(PAGE / max(uses[frame], 1) for frames in own for frame in frames)}
print(json.dumps({"said": said, "counted": counted}))
`;

interface Shares {
  readonly Rss: number;
  readonly Pss: number;
}

/** The instruments of the experiments memory and scaling, with processes whose memory is known. */
describe("the instrument memory", function () {
  this.timeout(120_000);
  let bench: Bench;
  let [small, large]: (Usage & { readonly container: string })[] = [];

  const measure = async (container: string) =>
    usageOf(bench, bench.host, { containers: [container], ports: [] }, { settle: "quiet" });
  const holding = async (megabytes: number, forks = 0, workers = 0) => {
    const container = await bench.run(holder, String(megabytes * megabyte), String(forks), String(workers));
    return { container, ...(await measure(container)) };
  };
  const insideOf = ({ inside }: Pick<Usage, "inside">) => inside ?? assert.fail("the kernel hides pages here");
  const say = (what: string, percent: number) => {
    console.log(`      error of ${what}: ${percent.toFixed(2)} %`);
  };

  before("start containers", async () => {
    bench = await openBench("memory");
    [small, large] = [await holding(0), await holding(50)];
  });
  after(async () => {
    await bench.close();
  });

  it("reports a process that holds 50 MB as 50 MB more, in pages and as anonymous memory", () => {
    assert.ok(small && large);
    const inside = errorPercent(insideOf(large) - insideOf(small), 50 * megabyte);
    const anonymous = errorPercent((large.anonymous ?? 0) - (small.anonymous ?? 0), 50 * megabyte);
    say("50 MB in pages", inside);
    say("50 MB as anonymous memory", anonymous);
    assert.ok(inside < 5 && anonymous < 5);
  });

  it("adds nothing for a child that shares the 50 MB", async () => {
    assert.ok(large);
    const shared = await holding(50, 1);
    const more = insideOf(shared) - insideOf(large);
    say("a child that shares 50 MB, of 50 MB", (100 * more) / (50 * megabyte));
    assert.deepEqual(shared.processes, [2]);
    assert.ok(more < 0.05 * 50 * megabyte, `${more} bytes`);
  });

  it("gives the same whether or not the lab's own load probe runs; PSS is less, for it is shared", async () => {
    assert.ok(small);
    const alone = await measure(small.container);
    await measure(await bench.run("import asyncio, json, time; time.sleep(600)"));
    const beside = await measure(small.container);
    const inside = errorPercent(insideOf(beside), insideOf(alone));
    const engine = errorPercent(beside.engine ?? 0, alone.engine ?? 0);
    const { said } = await sharesOf(small.container);
    say("memory beside a probe", inside);
    say("memory with Docker's processes beside a probe", engine);
    say("PSS beside a probe", errorPercent(said.Pss, insideOf(alone)));
    assert.ok(inside < 1 && engine < 5);
    assert.ok(said.Pss < 0.9 * insideOf(alone), "PSS would do too");
  });

  it("finds the pages that smaps_rollup counts: all of a process (Rss), and its share of those (Pss)", async () => {
    assert.ok(small && large);
    for (const { container } of [small, large]) {
      const { said, counted } = await sharesOf(container);
      for (const key of ["Rss", "Pss"] as const) {
        const error = errorPercent(counted[key], said[key]);
        say(`${key}, ${said[key]} bytes`, error);
        assert.ok(error < 5);
      }
    }
  });

  it("reports a further worker that holds 20 MB, inside, as 20 MB more than one that holds none", async () => {
    const [none, one] = [await holding(0, 0, 1), await holding(20, 0, 1)];
    assert.deepEqual([none.processes, one.processes], [[2], [2]]);
    const error = errorPercent(insideOf(one) - insideOf(none), 20 * megabyte);
    say("a worker of 20 MB", error);
    assert.ok(error < 5);
  });

  it("reports the n-th copy of a container as what it adds, and a crowd as three containers foretell it", async () => {
    const sizes = [0, 20, 20, 20, 20, 20];
    const names = await Promise.all(sizes.map((size) => bench.run(holder, String(size * megabyte), "0", "0")));
    const groups = names.map((name) => ({ containers: [name], ports: [] }));
    const { growth } = await usageOfAll(bench, bench.host, groups, { settle: "processes" });
    const added = growth.slice(1).map((pages, index) => insideOf(pages) - insideOf(growth[index] ?? pages));
    const own = insideOf(growth[0] ?? { inside: undefined });
    const engine = growth.map((pages) => pages.engine ?? assert.fail("no pages"));
    const nth = errorPercent(added[4] ?? 0, added[1] ?? 0);
    say("the 5th copy against the 2nd", nth);
    const [first = 0, , third = 0, , , sixth = 0] = engine;
    const foretold = 6 * shareInCrowd(first, (third - first) / 2, 6);
    say("a crowd of 6, foretold from 3", errorPercent(foretold, sixth));
    assert.ok(nth < 5 && errorPercent(foretold, sixth) < 5);
    assert.ok(Math.min(...added) > 20 * megabyte && Math.max(...added) < 20 * megabyte + own);
  });

  /** Of all processes of a container. */
  async function sharesOf(container: string): Promise<{ readonly said: Shares; readonly counted: Shares }> {
    const pids = (await bench.docker.run(["top", container, "-eo", "pid"])).split("\n").slice(1).map(Number);
    const words = ["exec", "--interactive", bench.host.container, "python3", "-c", shares];
    return JSON.parse(await bench.docker.run(words, { input: JSON.stringify(pids) })) as {
      readonly said: Shares;
      readonly counted: Shares;
    };
  }
});
