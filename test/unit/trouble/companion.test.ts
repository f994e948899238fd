import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { useTrouble, type Running } from "./launch.ts";

/** PIDs of a process's descendants. */
async function descendants(pid: number): Promise<number[]> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const others = await Promise.all(
    tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, "utf8").catch(() => "")),
  );
  const own = [...new Set([children, ...others].join(" ").split(/\s+/).filter(Boolean).map(Number))];
  return [...own, ...(await Promise.all(own.map(descendants))).flat()];
}

async function residentMiB(pid: number): Promise<number> {
  const [, kib = "0"] = /VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kib) / 1024;
}

/** First words of what it has noted. */
async function notes(folder: string): Promise<string[]> {
  const text = await readFile(join(folder, "companion.notes"), "utf8");
  return text.split("\n").flatMap((line) => (line === "" ? [] : [line.split(" ")[0] ?? ""]));
}

const alive = (pid: number) => existsSync(`/proc/${pid}`);

describe("trouble / companion.py", () => {
  const start = useTrouble();

  it("touches its heartbeat file and is stopped at once by SIGTERM", async () => {
    const companion = await start("companion");
    const beat = join(companion.folder, "companion.heartbeat");
    await companion.until("a heartbeat", () => existsSync(beat));
    const first = (await stat(beat)).mtimeMs;
    await companion.until("another heartbeat", async () => (await stat(beat)).mtimeMs > first);
    const { exitCode, tookMs } = await companion.stop("SIGTERM");
    assert.equal(exitCode, 0);
    assert.ok(tookMs < 1000, `${tookMs} ms`);
    assert.match(companion.lines().at(-1) ?? "", /"event": "stopped".*"signal": "SIGTERM"/);
  });

  it("writes numbered lines of the ordered length at the ordered rate", async () => {
    const companion = await start("companion");
    const report = await companion.order({ id: "ab12", do: "log", lines: 1000, bytes: 100, rate: 2000 });
    const took = Number(report.ended) - Number(report.began);
    assert.deepEqual([report.id, report.amount, report.refused], ["ab12", 1000, 0]);
    assert.ok(took > 0.4 && took < 3, `${took} s`);
    const wanted = Array.from({ length: 1000 }, (_, n) => `burst ab12 companion ${String(n).padStart(6, "0")} `);
    await companion.until("all lines", () => companion.lines().length > 1000);
    assert.deepEqual(
      companion.lines().filter((line) => line.startsWith("burst")),
      wanted.map((head) => head.padEnd(99, "x")),
    );
  });

  it("leaks in its own process, and then frees the memory", async () => {
    const companion = await start("companion");
    const before = await residentMiB(companion.pid);
    const done = companion.order({ id: "1", do: "leak", seconds: 1 });
    await companion.until("50 MiB more", async () => (await residentMiB(companion.pid)) > before + 50);
    const report = await done;
    assert.ok(Number(report.amount) > 50 * 1024 ** 2);
    await companion.until("it lets go", async () => (await residentMiB(companion.pid)) < before + 20);
  });

  for (const [deed, processes] of [
    ["fork", 20],
    ["spin", 1],
  ] as const) {
    it(`order ${deed}: starts processes, which are gone when it ends`, async () => {
      const companion = await start("companion");
      let most: number[] = [];
      const watch = async () => {
        const found = await descendants(companion.pid);
        if (found.length > most.length) most = found;
        return most.length > processes;
      };
      const done = companion.order({ id: "1", do: deed, seconds: 1 });
      await companion.until("processes", watch);
      const report = await done;
      assert.ok(Number(report.amount) >= processes, JSON.stringify(report));
      await companion.until("they are gone", () => !most.some(alive));
    });
  }

  it("SIGTERM in the middle of an order ends the processes of the order, too", async () => {
    const companion = await start("companion");
    await companion.give({ id: "1", do: "fork", seconds: 20 });
    let made: number[] = [];
    await companion.until("processes", async () => (made = await descendants(companion.pid)).length > 5);
    const { exitCode, tookMs } = await companion.stop("SIGTERM");
    assert.equal(exitCode, 0);
    assert.ok(tookMs < 1000, `${tookMs} ms`);
    await companion.until("they are gone", () => !made.some(alive), 2000);
  });

  it("takes the next order after a wrong one, and after invalid JSON", async () => {
    const companion: Running = await start("companion");
    await companion.give("{");
    await companion.until("it is taken", () => !existsSync(join(companion.folder, "companion.order")));
    const refused = await companion.order({ id: "1", do: "dance" });
    assert.match(String(refused.error), /dance is none of/);
    assert.equal((await companion.order({ id: "2", do: "log", lines: 0, bytes: 100, rate: 0 })).amount, 0);
  });

  it("crashes on order and at each start for the ordered time, and notes the starts", async () => {
    const companion = await start("companion");
    const { folder } = companion;
    await companion.give({ id: "1", do: "crash", seconds: 2 });
    assert.equal(await companion.ended(), 1);
    assert.equal(await (await start("companion", { folder, waits: false })).ended(), 1);
    const ends = Number(await readFile(join(folder, "companion.crash"), "utf8")) * 1000;
    await companion.until("the order has ended", () => Date.now() > ends);
    await start("companion", { folder });
    assert.deepEqual(await notes(folder), ["start", "start"]);
    assert.ok(!existsSync(join(folder, "companion.crash")), "the order is forgotten");
  });

  it("is deaf on order, notes the signals that it ignores, and hears again", async () => {
    const companion = await start("companion");
    await companion.order({ id: "1", do: "deaf", seconds: 1.5 });
    process.kill(companion.pid, "SIGTERM");
    await companion.until("the note", async () => (await notes(companion.folder)).length === 1);
    assert.deepEqual(await notes(companion.folder), ["SIGTERM"]);
    assert.ok(alive(companion.pid));
    await sleep(1500);
    assert.equal((await companion.stop("SIGTERM")).exitCode, 0);
  });
});
