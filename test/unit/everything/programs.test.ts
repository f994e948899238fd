import axios from "axios";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostileArguments, hostileVariables } from "../../../services/everything/hostile.ts";
import { workload } from "../../../services/everything/workload.ts";
import { freePort } from "../../support/free-port.ts";
import { Program } from "../hello/spawn-service.ts";

const sources = join(import.meta.dirname, "../../../services/everything");

interface Seen {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly pid: number;
}

describe("everything / its programs", () => {
  let folder = "";
  const running: Program[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "everything-"));
    for (const name of ["common.py", "web.py", "asker.py"]) await copyFile(join(sources, name), join(folder, name));
  });
  afterEach(async () => {
    const programs = running.splice(0);
    await Promise.all(programs.map((program) => program.stop("SIGKILL")));
    await rm(folder, { recursive: true, force: true });
    for (const program of programs) assert.deepEqual(program.errors, []);
  });

  function start(args: readonly string[], env: Readonly<Record<string, string>>): Program {
    const program = new Program(["-B", join(folder, args[0] ?? ""), ...args.slice(1)], env);
    running.push(program);
    return program;
  }

  async function web(): Promise<{ readonly program: Program; readonly port: number }> {
    const env = { PORT: "0", MARK_FILE: join(folder, "it's the mark"), ...hostileVariables() };
    const program = start(["web.py", ...hostileArguments()], env);
    return { program, port: Number((await program.line("started")).port) };
  }

  function asker(port: number, more: Readonly<Record<string, string>> = {}): Program {
    const env = { ENTRY_HOST: "127.0.0.1", ENTRY_PORT: String(port), ASK_SECONDS: "0.1" };
    return start(["asker.py", "asker"], { ...env, HEARTBEAT_FILE: join(folder, "heartbeat"), ...more });
  }

  it("the entry answers with the arguments and variables that it was given", async () => {
    const { program, port } = await web();
    const { data } = await axios.get<Seen>(`http://127.0.0.1:${port}/`);
    const given = hostileArguments();
    assert.deepEqual(data.argv.slice(-given.length), given);
    for (const [name, value] of Object.entries(hostileVariables())) assert.equal(data.env[name], value, name);
    assert.equal(data.pid, program.pid);
    assert.ok(existsSync(join(folder, "it's the mark")));
  });

  it("the entry answers with a file's bytes, and 404 if there is none", async () => {
    const { port } = await web();
    const ask = async (path: string) =>
      axios.get<Record<string, string>>(`http://127.0.0.1:${port}/file`, {
        params: { path },
        validateStatus: () => true,
      });
    await copyFile(join(sources, "hostile.txt"), join(folder, "a 'file'\u00fc"));
    const { data } = await ask(join(folder, "a 'file'\u00fc"));
    const content = Buffer.from(data.content ?? "", "base64").toString();
    assert.match(content, /^first\r\n[^]*no newline at the end$/);
    assert.equal((await ask("/no/such")).status, 404);
    assert.equal((await axios.get(`http://127.0.0.1:${port}/health?deep='1'`)).status, 200);
  });

  it("a peer logs each answer, and continues while the entry is down", async () => {
    const { program, port } = await web();
    const peer = asker(port);
    assert.equal((await peer.line("answered")).entry_pid, program.pid);
    await program.stop("SIGKILL");
    await peer.line("unanswered", 2);
    assert.ok(existsSync(join(folder, "heartbeat")));
  });

  it("a peer continues if the entry answers nonsense", async () => {
    const server = createServer((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"));
    const port = await freePort();
    await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
    try {
      const { error } = await asker(port).line("unanswered", 2);
      assert.match(String(error), /not the expected answer/);
    } finally {
      server.close();
    }
  });

  it("a peer listens if it has LISTEN_PORT", async () => {
    const port = await freePort();
    await asker(1, { LISTEN_PORT: String(port) }).line("started");
    await assert.rejects(axios.get(`http://127.0.0.1:${port}/`), { code: "ECONNRESET" });
  });

  for (const signal of ["SIGTERM", "SIGINT", "SIGQUIT"] as const) {
    it(`${signal} ends each with exit code 0, within a second and with a log line`, async () => {
      const { program, port } = await web();
      const peer = asker(port);
      await peer.line("started");
      for (const one of [program, peer]) {
        const { exitCode, tookMs, lastLine } = await one.stop(signal);
        assert.deepEqual([exitCode, lastLine?.event, lastLine?.signal], [0, "stopped", signal]);
        assert.ok(tookMs < 1000, `it took ${tookMs} ms`);
      }
    });
  }

  it("they log the lines that the definition promises", async () => {
    const { program, port } = await web();
    const peer = asker(port);
    await peer.line("answered");
    for (const [name, one] of [
      ["web", program],
      ["asker", peer],
    ] as const) {
      await one.stop("SIGTERM");
      const { says } = workload.services.find((service) => service.name === name) ?? {};
      // As Python writes it: with a blank after each colon and comma.
      const lines = one.lines.map((line) => JSON.stringify(line).replaceAll('":', '": ').replaceAll(',"', ', "'));
      for (const pattern of Object.values(says ?? {})) {
        assert.ok(
          lines.some((line) => new RegExp(pattern as string).test(line)),
          `${name} never said ${pattern}`,
        );
      }
    }
  });
});

describe("the workload everything", () => {
  const { services } = workload;
  const all = <T>(of: (service: (typeof services)[number]) => T) => new Set(services.map(of));

  it("has every kind of check", () => {
    const kinds = new Set(services.flatMap(({ checks }) => checks.map(({ kind }) => kind)));
    assert.deepEqual(kinds, new Set(["http", "tcp", "fresh-file", "command"]));
  });

  it("has a chain of three services that depend on each other, after one that runs to completion", () => {
    const depth = (name: string): number => {
      const needs = services.find((one) => one.name === name)?.dependsOn ?? {};
      return 1 + Math.max(0, ...Object.keys(needs).map(depth));
    };
    assert.equal(Math.max(...services.map(({ name }) => depth(name))), 1 + 3);
  });

  it("has every stop signal, and services that differ in grace period, limits, user and group", () => {
    assert.deepEqual(
      all(({ stopSignal }) => stopSignal),
      new Set(["SIGTERM", "SIGINT", "SIGQUIT"]),
    );
    for (const differing of [
      all(({ stopGraceSeconds }) => stopGraceSeconds),
      all(({ limits }) => JSON.stringify(limits)),
      all(({ user }) => user.uid),
      all(({ user }) => user.gid),
    ]) {
      assert.equal(differing.size, services.length);
    }
  });

  it("has exactly one service that needs egress, not the entry, and a scratch folder for each that runs forever", () => {
    const out = services.filter(({ egress }) => egress).map(({ name }) => name);
    assert.equal(out.length, 1);
    assert.notEqual(out[0], workload.entry.service);
    const lasting = services.filter(({ completes }) => completes === undefined);
    assert.ok(lasting.every(({ scratch }) => scratch.length > 0));
  });

  it("gives its entry the empty string as the first, a middle and the last argument", () => {
    const given = hostileArguments();
    const empty = given.flatMap((text, index) => (text === "" ? [index] : []));
    assert.equal(empty.length, 3);
    assert.deepEqual([empty[0], empty[2]], [0, given.length - 1]);
  });
});
