import axios from "axios";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually } from "../../support/eventually.ts";
import { open } from "./raw-http.ts";
import { assertStopped, fullOutput, useLauncher } from "./spawn-service.ts";

const http = axios.create({ validateStatus: () => true, timeout: 5000 });
const get = async (port: number, path = "/") => http.get<unknown>(`http://127.0.0.1:${port}${path}`);

/** Sends polls one after another until the server is gone; resolves to the number of answers, each of them whole. */
async function pollUntilGone(port: number): Promise<number> {
  for (let answers = 0; ; answers += 1) {
    try {
      const { status, data } = await get(port);
      assert.equal(status, 200);
      assert.equal(typeof data, "object");
    } catch (error) {
      if (!axios.isAxiosError(error)) throw error;
      assert.match(String(error.code), /ECONNREFUSED|ECONNRESET|EPIPE/);
      return answers;
    }
  }
}

/** Python that makes each answer take a moment, and tells when it has begun. */
const slowAnswers = `
import sys
sys.modules["ssl"] = None
from http.server import BaseHTTPRequestHandler as Base
def slow(self, real=Base.end_headers):
    os.write(1, b'{"event": "answering"}\\n')
    time.sleep(0.2)
    real(self)
Base.end_headers = slow
`;

describe("hello / server.py runs", () => {
  const launcher = useLauncher();
  const sockets: Socket[] = [];
  const connect = async (port: number) => {
    const socket = await open(port);
    sockets.push(socket);
    return socket;
  };

  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  it("it prints one line per request but for /health", async () => {
    const { program, port } = await launcher.server();
    await get(port, "/health");
    await http.get(`http://127.0.0.1:${port}/`, { headers: { "X-Client-Id": "a" } });
    await get(port, "/other");
    await program.line("request", 2);
    const { lastLine } = await program.stop("SIGTERM");
    assert.equal(lastLine?.event, "stopped");
    const requests = program.events("request").map(({ time, ...rest }) => [typeof time, rest]);
    assert.deepEqual(requests, [
      ["string", { event: "request", method: "GET", path: "/", status: 200, client: "a", count: 1 }],
      ["string", { event: "request", method: "GET", path: "/other", status: 404 }],
    ]);
    assert.equal(program.lines.length, 4);
    assert.deepEqual(program.errors, []);
  });

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`${signal} stops it while idle`, async () => {
      const { program } = await launcher.server();
      assertStopped(await program.stop(signal), signal);
    });
  }

  it("SIGTERM stops it while clients are connected that are silent, slow or keep their connection", async () => {
    const { program, port } = await launcher.server();
    await connect(port);
    (await connect(port)).write("GET / HTTP/1.1\r\nHost: ");
    (await connect(port)).write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    await program.line("request");
    assertStopped(await program.stop("SIGTERM"), "SIGTERM");
  });

  it("SIGTERM waits for an answer under way", async () => {
    const { program, port } = await launcher.server(0, slowAnswers);
    const answer = get(port);
    await program.line("answering");
    const ending = await program.stop("SIGTERM");
    assert.equal((await answer).status, 200);
    assertStopped(ending, "SIGTERM");
  });

  it("SIGTERM under load truncates no answer", async () => {
    const { program, port } = await launcher.server();
    const clients = Array.from({ length: 8 }, () => pollUntilGone(port));
    await program.line("request", 30);
    assertStopped(await program.stop("SIGTERM"), "SIGTERM");
    const answers = await Promise.all(clients);
    assert.equal(
      program.events("request").length,
      answers.reduce((sum, one) => sum + one),
    );
  });

  it("SIGTERM stops it even if no process reads its log", async () => {
    const program = launcher.start("server.py", { PORT: "0", BIND: "127.0.0.1" }, fullOutput);
    await sleep(500);
    const { exitCode, tookMs } = await program.stop("SIGTERM");
    assert.equal(exitCode, 0);
    assert.ok(tookMs < 1000, `it took ${tookMs} ms`);
  });

  it("more silent clients than its limit of connections do not keep others from an answer", async () => {
    const { program, port } = await launcher.server();
    await Promise.all(Array.from({ length: 70 }, () => connect(port)));
    const begun = performance.now();
    assert.equal((await get(port, "/health")).status, 200);
    assert.ok(performance.now() - begun < 2000);
    // A thread lives for a moment longer than the connection that it has closed to make room.
    await eventually(
      async () => {
        const threads = /Threads:\s+(\d+)/.exec(await readFile(`/proc/${program.pid}/status`, "utf8"))?.[1];
        assert.ok(Number(threads) <= 52, `${threads} threads`);
      },
      { deadlineMs: 1000, intervalMs: 20 },
    );
  });

  it("clients that reset their connection leave only their log lines", async () => {
    const { program, port } = await launcher.server();
    for (const request of ["", "GET /", "GET / HTTP/1.1\r\n\r\n", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n"]) {
      for (let n = 0; n < 5; n += 1) {
        const socket = await connect(port);
        socket.write(request);
        socket.resetAndDestroy();
      }
    }
    assert.equal((await get(port)).status, 200);
    assertStopped(await program.stop("SIGTERM"), "SIGTERM");
    assert.deepEqual(program.errors, []);
  });

  it("a port in use is one line on stderr and exit code 1", async () => {
    const { port } = await launcher.server();
    const second = launcher.start("server.py", { PORT: String(port), BIND: "127.0.0.1" });
    assert.equal(await second.ended(), 1);
    assert.deepEqual(second.lines, []);
    const [line, ...others] = second.errors.map((text) => JSON.parse(text) as { error: string });
    assert.deepEqual(others, []);
    assert.match(line?.error ?? "", new RegExp(`cannot listen on 127.0.0.1 port ${port}: Address already in use`));
  });

  it("it restarts at once on the port that it has just left", async () => {
    const { program, port } = await launcher.server();
    await get(port);
    await program.stop("SIGTERM");
    assert.equal((await launcher.server(port)).port, port);
  });

  it("it listens at once even if no resolver answers", async () => {
    const hang = "socket.getaddrinfo = socket.gethostbyaddr = socket.getfqdn = lambda *a, **k: time.sleep(60)";
    const { port } = await launcher.server(0, hang);
    assert.equal((await get(port)).status, 200);
  });

  for (const [name, value, allowed] of [
    ["PORT", "99999", "0 to 65535"],
    ["PORT", "abc", "0 to 65535"],
    ["PORT", "", "0 to 65535"],
    ["PORT", "-1", "0 to 65535"],
    ["BIND", "localhost", "IPv4 or IPv6 address"],
    ["BIND", "", "IPv4 or IPv6 address"],
  ] as const) {
    it(`${name}="${value}" is one line on stderr and exit code 2`, async () => {
      const program = launcher.start("server.py", { [name]: value });
      assert.equal(await program.ended(), 2);
      assert.equal(program.errors.length, 1);
      const { error } = JSON.parse(program.errors[0] ?? "") as { error: string };
      assert.ok(error.startsWith(`${name} is "${value}"; allowed: `) && error.includes(allowed), error);
    });
  }

  it("it stays below 12 MB of anonymous memory after a hundred requests", async () => {
    const { program, port } = await launcher.server();
    for (let n = 0; n < 100; n += 1) await get(port);
    const status = await readFile(`/proc/${program.pid}/status`, "utf8");
    const kib = Number(/RssAnon:\s+(\d+) kB/.exec(status)?.[1]);
    assert.ok(kib * 1024 < 12e6, `${kib} KiB`);
  });
});
