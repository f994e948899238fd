import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Stub } from "./raw-http.ts";
import { assertStopped, fullOutput, useLauncher } from "./spawn-service.ts";

const http = (status: string, body: string) =>
  `HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;

/** Sends a byte of a body without end, faster than any timeout of a socket. */
function drip(socket: Socket): void {
  socket.write("HTTP/1.1 200 OK\r\n\r\n");
  const timer = setInterval(() => socket.write(" "), 50);
  socket.on("close", () => {
    clearInterval(timer);
  });
}

// A lookup that never ends and that no signal interrupts.
const hangingLookup = "socket.getaddrinfo = lambda *a, **k: time.sleep(3600)";

describe("hello / client.py goes on", () => {
  const launcher = useLauncher();
  const stubs: Stub[] = [];
  const stub = async (serve: (socket: Socket) => void) => {
    const made = new Stub(serve);
    stubs.push(made);
    return made.listen();
  };
  const client = (port: number, pollSeconds: string, prelude?: string) =>
    launcher.start(
      "client.py",
      { SERVER_HOST: "127.0.0.1", SERVER_PORT: String(port), POLL_SECONDS: pollSeconds, CLIENT_ID: "me" },
      prelude,
    );

  afterEach(async () => {
    await Promise.all(stubs.splice(0).map((made) => made.close()));
  });

  for (const [what, answer, status, error] of [
    ["bytes that are not HTTP", "\x00\x01garbage\r\n\r\n", null, /not HTTP/],
    ["nothing, and hangs up", "", null, /closed connection|reset/],
    ["500", http("500 Oops", "{}"), 500, /status 500/],
    ["a redirect", http("302 Found", ""), 302, /status 302/],
    ["a page instead of JSON", http("200 OK", "<html>"), 200, /not the expected JSON/],
    ["JSON of another shape", http("200 OK", '{"hostname": 1, "polls": {"me": "x"}}'), 200, /not the expected JSON/],
    ["JSON that counts other clients only", http("200 OK", '{"hostname": "h", "polls": {}}'), 200, /not the expected/],
    ["JSON nested 100,000 deep", http("200 OK", "[".repeat(100_000)), 200, /not the expected JSON/],
    ["half of what it announced", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", 200, /not the expected JSON/],
  ] as const) {
    it(`with a server that answers ${what}`, async () => {
      const port = await stub((socket) => {
        socket.once("data", () => socket.end(answer, "latin1"));
      });
      // An answer must come within the interval, also while this machine is busy.
      const program = client(port, "0.5");
      const line = await program.line("poll", 2);
      assert.deepEqual([line.seq, line.ok, line.status, line.server, line.counted], [2, false, status, null, null]);
      assert.match(String(line.error), error);
      assertStopped(await program.stop("SIGTERM"), "SIGTERM");
      assert.deepEqual(program.errors, []);
    });
  }

  for (const [what, serve] of Object.entries({ "accepts and is silent": () => undefined, "drips its answer": drip })) {
    it(`with a server that ${what}: polls end in time and leave no thread behind`, async () => {
      const program = client(await stub(serve), "0.2");
      const lines = [await program.line("poll", 1), await program.line("poll", 6)];
      for (const line of lines) {
        assert.equal(line.error, "no answer within 0.2 s");
        assert.ok(Number(line.latency_ms) >= 190 && Number(line.latency_ms) < 1000, String(line.latency_ms));
      }
      const threads = /Threads:\s+(\d+)/.exec(await readFile(`/proc/${program.pid}/status`, "utf8"))?.[1];
      assert.ok(Number(threads) <= 5, `${threads} threads`);
    });
  }

  it("with a name lookup that hangs: on schedule, and with a bounded number of threads", async () => {
    const program = client(1, "0.2", hangingLookup);
    const [first, last] = [await program.line("poll", 1), await program.line("poll", 7)];
    assert.equal(first.error, "no answer within 0.2 s");
    assert.equal(last.error, "not sent: 4 earlier polls still hang");
    const spanMs = Date.parse(String(last.time)) - Date.parse(String(first.time));
    // The first line comes at the end of its slot, the last at the beginning of its own.
    assert.ok(spanMs > 900 && spanMs < 1600, `${spanMs} ms`);
    const threads = /Threads:\s+(\d+)/.exec(await readFile(`/proc/${program.pid}/status`, "utf8"))?.[1];
    assert.equal(Number(threads), 6);
    assertStopped(await program.stop("SIGTERM"), "SIGTERM");
  });

  it("with a name lookup that answers too late: the server never sees abandoned polls", async () => {
    const { program: server, port } = await launcher.server();
    const late = "real = socket.getaddrinfo\nsocket.getaddrinfo = lambda *a, **k: (time.sleep(0.4), real(*a, **k))[1]";
    const program = client(port, "0.2", late);
    assert.equal((await program.line("poll", 6)).ok, false);
    assert.deepEqual(server.events("request"), []);
  });

  it("SIGTERM stops it in the middle of a name lookup", async () => {
    const program = client(1, "5", hangingLookup);
    await program.line("started");
    await sleep(100);
    assertStopped(await program.stop("SIGTERM"), "SIGTERM");
    assert.equal(program.events("poll").length, 0);
  });

  it("SIGTERM stops it in the middle of a poll", async () => {
    let connected: () => void = () => undefined;
    const connection = new Promise<void>((resolve) => (connected = resolve));
    const port = await stub(() => {
      connected();
    });
    const program = client(port, "5");
    await connection;
    assertStopped(await program.stop("SIGTERM"), "SIGTERM");
    assert.equal(program.events("poll").length, 0);
  });

  it("SIGTERM stops it even if no process reads its log", async () => {
    const program = client(1, "0.1", fullOutput);
    await sleep(500);
    const { exitCode, tookMs } = await program.stop("SIGTERM");
    assert.equal(exitCode, 0);
    assert.ok(tookMs < 1000, `it took ${tookMs} ms`);
  });
});
