import axios from "axios";
import assert from "node:assert/strict";
import { exchange, parseAnswer } from "./raw-http.ts";
import { useLauncher, type Program } from "./spawn-service.ts";

interface Hello {
  readonly hostname: string;
  readonly timestamp: string;
  readonly pid: number;
  readonly uptime_seconds: number;
  readonly system: Readonly<Record<string, string | number>>;
  readonly polls: Readonly<Record<string, number>>;
}

describe("hello / server.py answers", () => {
  const launcher = useLauncher();
  let program: Program;
  let port: number;
  const http = axios.create({ validateStatus: () => true, timeout: 5000 });
  const url = (path: string) => `http://127.0.0.1:${port}${path}`;
  const poll = async (id: string) => http.get<Hello>(url("/"), { headers: { "X-Client-Id": id } });

  beforeEach(async () => {
    ({ program, port } = await launcher.server());
  });

  it("GET / answers with its host, time, pid, uptime and system", async () => {
    const { status, headers, data } = await http.get<Hello>(url("/?any=query"));
    assert.equal(status, 200);
    assert.equal(headers["content-type"], "application/json");
    assert.deepEqual(Object.keys(data), ["hostname", "timestamp", "pid", "uptime_seconds", "system", "polls"]);
    assert.match(data.timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.ok(Math.abs(Date.now() - Date.parse(data.timestamp)) < 10_000);
    assert.equal(data.pid, program.pid);
    assert.ok(data.uptime_seconds > 0 && data.uptime_seconds < 60);
    assert.deepEqual(Object.keys(data.system), ["os", "kernel", "machine", "python", "cpus"]);
    assert.match(String(data.system.python), /^3\.\d+\.\d+/);
    assert.ok(Number(data.system.cpus) >= 1);
    assert.deepEqual(data.polls, {});
  });

  it("a poll's answer counts this very poll, per client", async () => {
    for (const count of [1, 2, 3]) assert.equal((await poll("a")).data.polls.a, count);
    assert.deepEqual((await poll("b")).data.polls, { a: 3, b: 1 });
  });

  it("HEAD, /health, other paths and GET without the header count no poll", async () => {
    const headers = { "X-Client-Id": "a" };
    await http.head(url("/"), { headers });
    await http.get(url("/health"), { headers });
    await http.get(url("/other"), { headers });
    await http.get(url("/"));
    assert.deepEqual((await poll("b")).data.polls, { b: 1 });
  });

  it("concurrent polls of one client are each counted", async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => poll("a")));
    const counts = answers.map(({ data }) => data.polls.a ?? 0).sort((a, b) => a - b);
    assert.deepEqual(
      counts,
      Array.from({ length: 30 }, (_, index) => index + 1),
    );
  });

  it("it remembers 1000 clients and drops the one that was silent for longest", async () => {
    const request = (id: string) => `GET / HTTP/1.1\r\nHost: x\r\nX-Client-Id: ${id}\r\n`;
    await exchange(
      port,
      `${["first", "second", "first"].map((id) => `${request(id)}\r\n`).join("")}${request("x")}Connection: close\r\n\r\n`,
    );
    for (let batch = 0; batch < 10; batch += 1) {
      const ids = Array.from({ length: 100 }, (_, index) => `c${batch * 100 + index}`).slice(batch === 0 ? 2 : 0);
      await exchange(port, `${ids.map((id) => `${request(id)}\r\n`).join("")}GET /health HTTP/1.0\r\n\r\n`);
    }
    const { polls } = (await http.get<Hello>(url("/"))).data;
    assert.equal(Object.keys(polls).length, 1000);
    assert.equal(polls.second, undefined);
    assert.equal(polls.first, 2);
  });

  for (const [what, id] of Object.entries({
    "65 characters": "a".repeat(65),
    "a control character": "a\x01b",
    "a letter beyond ASCII": "caf\xe9",
    nothing: "",
  })) {
    it(`a client id of ${what} is refused with 400`, async () => {
      const answer = await exchange(
        port,
        `GET / HTTP/1.1\r\nHost: x\r\nX-Client-Id: ${id}\r\nConnection: close\r\n\r\n`,
      );
      assert.equal(parseAnswer(answer).status, 400);
      assert.match((JSON.parse(parseAnswer(answer).body) as { error: string }).error, /X-Client-Id.*1 to 64/);
      assert.deepEqual((await poll("b")).data.polls, { b: 1 });
    });
  }

  it("a client id of 64 characters is counted", async () => {
    assert.equal((await poll("a".repeat(64))).data.polls["a".repeat(64)], 1);
  });

  it("GET /health answers ok", async () => {
    const { status, data } = await http.get<unknown>(url("/health"));
    assert.deepEqual({ status, data }, { status: 200, data: { status: "ok" } });
  });

  it("HEAD answers like GET, without the body", async () => {
    const text = await exchange(port, "HEAD /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    const { status, headers, body } = parseAnswer(text);
    assert.deepEqual([status, headers["content-length"], body], [200, "17", ""]);
    assert.equal((await http.head(url("/other"))).status, 404);
  });

  it("another path answers 404 and names it", async () => {
    const { status, data } = await http.get<unknown>(url("/no/such?page=1"));
    assert.deepEqual({ status, data }, { status: 404, data: { error: "not found", path: "/no/such?page=1" } });
  });

  for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"]) {
    it(`${method} answers 405 with Allow, on every path`, async () => {
      for (const path of ["/", "/health", "/other"]) {
        const { status, headers, data } = await http.request<unknown>({
          method,
          url: url(path),
          data: "x".repeat(100_000),
        });
        assert.deepEqual({ status, data }, { status: 405, data: { error: "method not allowed", path } });
        assert.equal(headers.allow, "GET, HEAD");
      }
    });
  }

  it("an answer that comes before the body is read ends without a reset", async () => {
    const part = "x".repeat(100_000);
    const text = await exchange(port, `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n${part}`, part);
    assert.equal(parseAnswer(text).status, 405);
  });

  it("two requests on one connection are both answered", async () => {
    const request = "GET /health HTTP/1.1\r\nHost: x\r\n";
    const text = await exchange(port, `${request}\r\n${request}Connection: close\r\n\r\n`);
    assert.equal(text.split("HTTP/1.1 200 OK\r\n").length - 1, 2);
  });

  it("the body of a GET is not taken for the next request", async () => {
    const text = await exchange(
      port,
      "GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 22\r\n\r\nGET / HTTP/1.1\r\n\r\n....",
    );
    assert.equal(text.split("HTTP/1.1").length - 1, 1);
  });

  for (const [what, request, expected] of [
    ["a line that is no request", "garbage\r\n\r\n", 400],
    ["an empty line", "\r\n\r\n", 400],
    ["too many words", "GET / HTTP/1.1 more\r\n\r\n", 400],
    ["bytes of a TLS greeting", "\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03\r\n\r\n", 400],
    ["a wrong version", "GET / HTTP/x.y\r\n\r\n", 400],
    ["a later version", "GET / HTTP/2.0\r\n\r\n", 505],
    ["a request line of 70,000 bytes", `GET /${"a".repeat(70_000)} HTTP/1.1\r\n\r\n`, 414],
    ["200 headers", `GET / HTTP/1.1\r\n${"A: b\r\n".repeat(200)}\r\n`, 431],
  ] as const) {
    it(`${what} answers ${expected} as JSON`, async () => {
      const { status, headers, body } = parseAnswer(await exchange(port, request));
      assert.equal(status, expected);
      assert.equal(headers["content-type"], "application/json");
      assert.equal(headers["content-length"], String(body.length));
      assert.ok((JSON.parse(body) as { error: string }).error);
      assert.equal((await http.get(url("/health"))).status, 200);
      assert.deepEqual(program.errors, []);
    });
  }
});
