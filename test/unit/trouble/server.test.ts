import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { useTrouble, type Running } from "./launch.ts";

function addressOf(server: Running): string {
  const listening = server.lines().map((line) => JSON.parse(line) as { event: string; port?: number });
  return `http://127.0.0.1:${listening.find(({ event }) => event === "listening")?.port ?? 0}/`;
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
    assert.match(String((await server.order({ id: "2", do: "fill", seconds: 1 })).error), /fill is none of: log/);
    assert.ok(!existsSync(join(server.folder, "server.fill")));
  });

  it("is stopped by SIGTERM within a second", async () => {
    const server = await start("server");
    const { exitCode, tookMs } = await server.stop("SIGTERM");
    assert.equal(exitCode, 0);
    assert.ok(tookMs < 1000, `${tookMs} ms`);
  });
});
