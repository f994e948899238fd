import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { useTrouble, type Running } from "./launch.ts";

/** Number of threads. */
async function threadsOf(pid: number): Promise<number> {
  return (await readdir(`/proc/${pid}/task`)).length;
}

/** Opens connections that send nothing. */
async function idleConnections(address: string, count: number): Promise<Socket[]> {
  const { hostname, port } = new URL(address);
  return Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect(Number(port), hostname);
      await once(socket, "connect");
      return socket;
    }),
  );
}

function addressOf(server: Running): string {
  const listening = server.lines().map((line) => JSON.parse(line) as { event: string; port?: number });
  return `http://127.0.0.1:${listening.findLast(({ event }) => event === "listening")?.port ?? 0}/`;
}

describe("trouble / server.py", () => {
  const start = useTrouble();

  it("answers like the hello server, after it has saved the poll", async () => {
    const server = await start("server");
    const answer = await fetch(addressOf(server));
    const body = (await answer.json()) as { hostname: string; timestamp: string };
    assert.equal(answer.status, 200);
    assert.ok(body.hostname !== "");
    assert.match(await readFile(join(server.folder, "server.poll"), "utf8"), /^\d{4}-.*Z$/);
  });

  it("answers 507 if it cannot save, and stays healthy", async () => {
    const server = await start("server");
    // A folder, which a file cannot replace.
    await mkdir(join(server.folder, "server.poll.new"));
    const answer = await fetch(addressOf(server));
    assert.equal(answer.status, 507);
    assert.match(await answer.text(), /cannot save the poll: Is a directory/);
    assert.equal((await fetch(`${addressOf(server)}health`)).status, 200);
  });

  it("writes lines on order while it answers, and obeys no other order", async () => {
    const server = await start("server");
    const address = addressOf(server);
    const [report, answer] = await Promise.all([
      server.order({ id: "a1", do: "log", lines: 500, bytes: 100, rate: 1000 }),
      fetch(address),
    ]);
    assert.equal(answer.status, 200);
    assert.equal(report.amount, 500);
    assert.equal(
      server.lines().filter((line) => /^burst a1 server \d{6} x+$/.test(line) && line.length === 99).length,
      500,
    );
    assert.match(
      String((await server.order({ id: "2", do: "fill", seconds: 1 })).error),
      /fill is none of: log, serve/,
    );
    assert.ok(!existsSync(join(server.folder, "server.fill")));
  });

  it("is stopped by SIGTERM within a second", async () => {
    const server = await start("server");
    const { exitCode, tookMs } = await server.stop("SIGTERM");
    assert.equal(exitCode, 0);
    assert.ok(tookMs < 1000, `${tookMs} ms`);
  });

  it("serves from an event loop on order, as the same process, without a thread for a connection", async () => {
    const server = await start("server");
    /** Opens connections and looks whether each has a thread: at once, or, if it should have one, within a moment. */
    const takesThreads = async (expected: boolean) => {
      const sockets = await idleConnections(addressOf(server), 20);
      await fetch(addressOf(server));
      const many = async () => (await threadsOf(server.pid)) >= 20;
      if (expected) await server.until("a thread for each connection", many);
      else assert.equal(await many(), false);
      for (const socket of sockets) socket.destroy();
    };
    await takesThreads(true);
    const listens = () => server.lines().filter((line) => line.includes('"listening"')).length;
    for (const [as, times] of [
      ["loop", 2],
      ["loop", 2],
      ["threads", 3],
    ] as const) {
      const report = await server.order({ id: `${as}${times}`, do: "serve", as });
      assert.equal(report.error, undefined);
      await server.until(`it listens ${times} times`, () => listens() === times);
      const answer = await fetch(addressOf(server));
      assert.equal(answer.status, 200);
      assert.equal(((await answer.json()) as { pid: number }).pid, server.pid);
      assert.equal((await fetch(`${addressOf(server)}health`)).status, 200);
      assert.equal((await fetch(`${addressOf(server)}other`)).status, 404);
      await takesThreads(as === "threads");
    }
  });

  it("on an event loop answers 507 if it cannot save, and is stopped by SIGTERM within a second", async () => {
    const server = await start("server");
    await server.order({ id: "1", do: "serve", as: "loop" });
    await server.until(
      "it listens again",
      () => server.lines().filter((line) => line.includes('"listening"')).length === 2,
    );
    await mkdir(join(server.folder, "server.poll.new"));
    assert.equal((await fetch(addressOf(server))).status, 507);
    const { exitCode, tookMs } = await server.stop("SIGTERM");
    assert.equal(exitCode, 0);
    assert.ok(tookMs < 1000, `${tookMs} ms`);
    assert.match(server.lines().at(-1) ?? "", /"event": "stopped".*"signal": "SIGTERM"/);
  });
});
