import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { mergedByTime } from "../../../cli/control/merge.ts";
import type { Requested } from "../../../cli/control/request.ts";
import { runSeveral } from "../../../cli/control/several.ts";
import type { Verb } from "../../../stacks/verbs.ts";
import { eventually } from "../../support/eventually.ts";

describe("merging logs", () => {
  async function* slowly(lines: readonly string[]) {
    for (const line of lines) yield await Promise.resolve(line);
  }
  async function merged(...logs: (readonly string[])[]): Promise<string[]> {
    const found: string[] = [];
    const named = logs.map((lines, index) => ({ owner: String(index + 1), lines: slowly(lines) }));
    for await (const { owner, text } of mergedByTime(named)) found.push(`${owner} ${text}`);
    return found;
  }
  const at = (seconds: string) => `2026-01-01T00:00:${seconds}Z said`;

  it("sorts by time, whatever the number of decimals", async () => {
    const one = [at("01"), at("02.5"), at("09.000000001")];
    const two = [at("01.000000001"), at("02.49"), at("02.500000001"), at("09")];
    assert.deepEqual(await merged(one, two), [
      `1 ${at("01")}`,
      `2 ${at("01.000000001")}`,
      `2 ${at("02.49")}`,
      `1 ${at("02.5")}`,
      `2 ${at("02.500000001")}`,
      `2 ${at("09")}`,
      `1 ${at("09.000000001")}`,
    ]);
  });

  it("keeps the order of a log, and a line without a time behind the line before it", async () => {
    const one = [at("05"), "no time", at("04"), at("06")];
    assert.deepEqual(await merged(one, [at("07")], []), [...one.map((line) => `1 ${line}`), `2 ${at("07")}`]);
    assert.deepEqual(await merged([at("05"), "no time"], [at("05.1")]), [
      `1 ${at("05")}`,
      "1 no time",
      `2 ${at("05.1")}`,
    ]);
  });

  it("is nothing of nothing", async () => {
    assert.deepEqual(await merged(), []);
    assert.deepEqual(await merged([], []), []);
  });
});

describe("a verb of several replicas", () => {
  const asked = (verb: Verb, scripts: readonly string[], ...words: string[]): Requested => ({
    verb,
    commands: scripts.map((script, index) => ({
      name: `worker/${index + 9}`,
      argv: ["sh", "-c", script, "control", ...words],
    })),
  });
  async function run(request: Requested, signal?: AbortSignal): Promise<{ code: number; text: string }> {
    const stdout = new PassThrough();
    const chunks: Buffer[] = [];
    stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    const code = await runSeveral(request, signal, stdout);
    return { code, text: Buffer.concat(chunks).toString() };
  }
  const line = (seconds: number) => `echo 2026-01-01T00:00:0${seconds}Z ${seconds}`;

  it("prints a status of each, with its name, and returns the highest exit code", async () => {
    assert.deepEqual(await run(asked("status", ["echo running; exit 0", "echo stopped; exit 3", "echo running"])), {
      code: 3,
      text: "worker/9  | running\nworker/10 | stopped\nworker/11 | running\n",
    });
  });

  it("acts on one after another, on all of them, and returns the highest exit code", async () => {
    const started = Date.now();
    assert.equal((await run(asked("restart", ["sleep 0.3; exit 4", "exit 1", "sleep 0.3"]))).code, 4);
    assert.ok(Date.now() - started >= 600, "they ran at the same time");
  });

  it("merges logs by time, of both streams, and returns the highest exit code", async () => {
    const scripts = [`${line(1)}; ${line(4)}`, `sleep 0.2; ${line(2)} >&2; ${line(3)}; echo broken >&2; exit 5`];
    assert.deepEqual(await run(asked("logs", scripts)), {
      code: 5,
      text: [
        "worker/9  | 2026-01-01T00:00:01Z 1",
        "worker/10 | 2026-01-01T00:00:02Z 2",
        "worker/10 | 2026-01-01T00:00:03Z 3",
        "worker/10 | broken",
        "worker/9  | 2026-01-01T00:00:04Z 4",
        "",
      ].join("\n"),
    });
  });

  it("merges logs that are longer than a pipe holds", async () => {
    const long = `for i in $(seq 5000); do echo "2026-01-01T00:00:01Z a line of the log, number $i"; done`;
    const { code, text } = await run(asked("logs", [long, `${long} >&2`]));
    assert.deepEqual([code, text.split("\n").length], [0, 10_001]);
  });

  it("prints followed lines as they come, until it is interrupted", async () => {
    const interruption = new AbortController();
    const stdout = new PassThrough();
    const lines: string[] = [];
    stdout.on("data", (chunk: Buffer) => lines.push(chunk.toString()));
    const scripts = [`${line(2)}; sleep 61.5 | cat`, `sleep 0.4; ${line(1)}; sleep 61.5 | cat`];
    const running = runSeveral(asked("logs", scripts, "--follow"), interruption.signal, stdout);
    await eventually(
      () => {
        assert.match(lines.join(""), /^worker\/9 {2}\| \S+ 2\nworker\/10 \| \S+ 1\n$/);
      },
      { deadlineMs: 5_000 },
    );
    interruption.abort();
    assert.equal(await running, 143);
  });

  it("ends when its output is closed", async () => {
    const stdout = new PassThrough();
    const running = runSeveral(asked("logs", ["yes", "yes"], "--follow"), undefined, stdout);
    await pause(200);
    stdout.destroy(new Error("EPIPE"));
    assert.ok((await running) > 128);
  });

  it("does not go on with the next replica after an interruption", async () => {
    const interruption = new AbortController();
    setTimeout(() => {
      interruption.abort();
    }, 300);
    const started = Date.now();
    assert.equal((await run(asked("stop", ["sleep 62.5", "sleep 62.5"]), interruption.signal)).code, 143);
    assert.ok(Date.now() - started < 10_000);
  });
});
