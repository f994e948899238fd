import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../support/free-port.ts";
import { assertStopped, useLauncher, type LogLine } from "./spawn-service.ts";

const ok = (line: LogLine) => line.ok === true;
const failed = (line: LogLine) => line.ok === false;
const begin = (line: LogLine) => Date.parse(String(line.time)) - Number(line.latency_ms);

describe("hello / client.py polls", () => {
  const launcher = useLauncher();
  const client = (port: number, env: Readonly<Record<string, string>> = {}) =>
    launcher.start("client.py", { SERVER_HOST: "127.0.0.1", SERVER_PORT: String(port), POLL_SECONDS: "0.2", ...env });

  it("a poll's line has number, status, latency, server, and the count of the server", async () => {
    const { port } = await launcher.server();
    const program = client(port, { CLIENT_ID: "me", POLL_SECONDS: "0.4" });
    await program.line("poll", 3);
    for (const [index, line] of program.events("poll").slice(0, 3).entries()) {
      const { time, latency_ms: latency, server, ...rest } = line;
      assert.deepEqual(rest, { event: "poll", seq: index + 1, ok: true, status: 200, counted: index + 1, error: null });
      assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assert.ok(typeof latency === "number" && latency > 0 && latency < 400);
      assert.ok(typeof server === "string" && server.length > 0);
    }
  });

  it("clients without CLIENT_ID are told apart", async () => {
    const { program: server, port } = await launcher.server();
    const programs = [client(port), client(port)];
    await Promise.all(programs.map((program) => program.line("poll", 2)));
    assert.equal(new Set(server.events("request").map((line) => line.client)).size, 2);
  });

  it("the schedule does not drift by the time that polls take", async () => {
    // Each answer takes 60 ms: pauses of an interval between the polls would add up to 660 ms.
    const slow =
      "import http.server as h\nreal = h.BaseHTTPRequestHandler.send_response\n" +
      "h.BaseHTTPRequestHandler.send_response = lambda *a: (time.sleep(0.06), real(*a))";
    const { port } = await launcher.server(0, `import sys\nsys.modules["ssl"] = None\n${slow}`);
    const program = client(port);
    const [first, last] = [await program.line("poll", 1), await program.line("poll", 12)];
    assert.ok(Number(last.latency_ms) >= 60);
    const spanMs = begin(last) - begin(first);
    assert.ok(spanMs > 2100 && spanMs < 2750, `11 intervals of 200 ms took ${spanMs} ms`);
  });

  it("slots that passed while it was frozen are skipped, not caught up", async () => {
    const { port } = await launcher.server();
    const program = client(port);
    await program.line("poll", 2);
    program.signal("SIGSTOP");
    await sleep(1000);
    const before = program.events("poll").length;
    program.signal("SIGCONT");
    await sleep(500);
    const after = program.events("poll").length - before;
    assert.ok(after >= 1 && after <= 4, `${after} polls in 500 ms`);
    assert.deepEqual(
      program.events("poll").map(({ seq }) => seq),
      Array.from({ length: before + after }, (_, i) => i + 1),
    );
  });

  it("it continues while the server is down, and reaches it when it is back", async () => {
    const port = await freePort();
    const program = client(port, { CLIENT_ID: "me", POLL_SECONDS: "0.3" });
    const away = await program.line("poll", 2, failed);
    assert.deepEqual([away.status, away.server, away.counted, away.error], [null, null, null, "Connection refused"]);
    const { program: server } = await launcher.server(port);
    const polls = await program.line("poll", 2, ok);
    assert.equal(polls.counted, 2);
    await server.stop("SIGTERM");
    const lastSeq = Number(program.events("poll").at(-1)?.seq);
    const down = await program.line("poll", 1, (line) => failed(line) && Number(line.seq) > lastSeq);
    await launcher.server(port);
    const back = await program.line("poll", 1, (line) => ok(line) && Number(line.seq) > Number(down.seq));
    assert.equal(back.counted, 1, "the new server counts from the start");
  });

  it("every poll, also a failed one, touches the heartbeat file", async () => {
    const program = client(await freePort());
    const file = join(launcher.folder, "heartbeat");
    await program.line("poll", 2, failed);
    const first = await stat(file);
    await program.line("poll", 4, failed);
    assert.ok((await stat(file)).mtimeMs > first.mtimeMs);
  });

  it("a heartbeat file that cannot be written is one warning", async () => {
    const program = client(await freePort(), { HEARTBEAT_FILE: join(launcher.folder, "none", "heartbeat") });
    await program.line("poll", 4);
    await program.stop("SIGTERM");
    assert.equal(program.errors.length, 1);
    assert.match(program.errors[0] ?? "", /"event": "warning".*none\/heartbeat: No such file/);
  });

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`${signal} stops it between two polls`, async () => {
      const program = client(await freePort(), { POLL_SECONDS: "60" });
      await program.line("poll");
      assertStopped(await program.stop(signal), signal);
    });
  }

  for (const [name, value] of [
    ...["abc", "0", "-1", "nan", "inf", "1e9", ""].map((text) => ["POLL_SECONDS", text] as const),
    ...["99999", "0", "http", ""].map((text) => ["SERVER_PORT", text] as const),
    ["SERVER_HOST", ""],
    ["SERVER_HOST", "http://server/"],
    ["CLIENT_ID", "a".repeat(65)],
    ["HEARTBEAT_FILE", ""],
  ] as const) {
    it(`${name}="${value}" is one line on stderr and exit code 2`, async () => {
      const program = launcher.start("client.py", { [name]: value });
      assert.equal(await program.ended(), 2);
      assert.deepEqual(program.lines, []);
      assert.equal(program.errors.length, 1);
      const { error } = JSON.parse(program.errors[0] ?? "") as { error: string };
      assert.ok(error.startsWith(`${name} is "${value}"; allowed: `), error);
    });
  }
});
