import { execa, execaSync } from "execa";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** A line that a program printed, parsed. */
export type LogLine = Readonly<Record<string, unknown>>;

/** How a program ended after a signal. */
export interface Ending {
  readonly exitCode: number | undefined;
  readonly tookMs: number;
  readonly lastLine: LogLine | undefined;
}

// The distribution's interpreter is the one that the images have; version managers put slower launchers on PATH.
const python = existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

function spawn(args: readonly string[], env: Readonly<Record<string, string>>) {
  return execa(python, args, { env, reject: false, extendEnv: false, stdin: "ignore", buffer: false });
}

/** A running server.py or client.py, and what it has printed so far. */
export class Program {
  readonly lines: LogLine[] = [];
  readonly errors: string[] = [];
  readonly #process: ReturnType<typeof spawn>;
  readonly #printed: Promise<unknown>;

  constructor(args: readonly string[], env: Readonly<Record<string, string>>) {
    this.#process = spawn(args, env);
    this.#printed = Promise.all([this.#read("stdout"), this.#read("stderr")]);
  }

  async #read(from: "stdout" | "stderr"): Promise<void> {
    for await (const line of this.#process.iterable({ from, reject: false } as { from: typeof from })) {
      if (from === "stderr") this.errors.push(line);
      else this.lines.push(JSON.parse(line) as LogLine);
    }
  }

  get pid(): number {
    assert.ok(this.#process.pid, "the program has started");
    return this.#process.pid;
  }

  /** Lines of one event, oldest first. */
  events(event: string): readonly LogLine[] {
    return this.lines.filter((line) => line.event === event);
  }

  /** Waits until `look` returns a value. */
  async until<T>(what: string, look: () => T | undefined, withinMs = 8000): Promise<T> {
    const deadline = performance.now() + withinMs;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (performance.now() > deadline) {
        assert.fail(
          `${what}: not within ${withinMs} ms. Printed: ${JSON.stringify(this.lines.slice(-5))} ${this.errors.join("\n")}`,
        );
      }
      await sleep(10);
    }
  }

  /** Waits for the n-th line of an event, counted from 1, that fits. */
  async line(event: string, n = 1, fits: (line: LogLine) => boolean = () => true): Promise<LogLine> {
    return this.until(`line ${n} of "${event}"`, () => this.events(event).filter(fits)[n - 1]);
  }

  signal(signal: NodeJS.Signals): void {
    this.#process.kill(signal);
  }

  /** Waits for the end of a program that ends by itself. */
  async ended(): Promise<number | undefined> {
    const { exitCode } = await this.#process;
    await this.#printed;
    return exitCode;
  }

  /** Sends a signal and waits for the end. */
  async stop(signal: NodeJS.Signals): Promise<Ending> {
    const begun = performance.now();
    this.signal(signal);
    const { exitCode } = await this.#process;
    const tookMs = performance.now() - begun;
    await this.#printed;
    return { exitCode, tookMs, lastLine: this.lines.at(-1) };
  }
}

/** Asserts that a program stopped by itself, in time, with its log line. */
export function assertStopped(ending: Ending, signal: NodeJS.Signals): void {
  assert.equal(ending.exitCode, 0);
  assert.equal(ending.lastLine?.event, "stopped");
  assert.equal(ending.lastLine.signal, signal);
  assert.ok(ending.tookMs < 1000, `it took ${ending.tookMs} ms`);
}

/** What the tests of one describe() block start and clean up. */
export interface Launcher {
  /** A folder for this test only. */
  readonly folder: string;
  /** Starts a program; `prelude` is Python that runs in its process before it. */
  start(script: "server.py" | "client.py", env?: Readonly<Record<string, string>>, prelude?: string): Program;
  /** Starts a server on a free loopback port, or the given one, and waits until it listens. */
  server(port?: number, prelude?: string): Promise<{ program: Program; port: number }>;
}

/** Registers hooks that skip without Python, and that end what each test started and check that it left no traceback. */
export function useLauncher(): Launcher {
  let folder = "";
  const running: Program[] = [];
  before(function () {
    const { failed } = execaSync(python, ["--version"], { reject: false });
    if (!failed) return;
    console.log(`      skipped: ${python} cannot be run on this host`);
    this.skip();
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "hello-"));
  });
  afterEach(async () => {
    const programs = running.splice(0);
    await Promise.all(programs.map((program) => program.stop("SIGKILL")));
    await rm(folder, { recursive: true, force: true });
    for (const program of programs) assert.doesNotMatch(program.errors.join("\n"), /Traceback|Exception/);
  });
  const start: Launcher["start"] = (script, env = {}, prelude) => {
    const path = fileURLToPath(new URL(`../../../services/hello/${script}`, import.meta.url));
    const wrapped = `import os, runpy, socket, time\n${prelude ?? ""}\nrunpy.run_path(${JSON.stringify(path)}, run_name="__main__")`;
    const heartbeat = { HEARTBEAT_FILE: join(folder, "heartbeat") };
    const program = new Program(prelude === undefined ? [path] : ["-c", wrapped], { ...heartbeat, ...env });
    running.push(program);
    return program;
  };
  return {
    get folder() {
      return folder;
    },
    start,
    async server(port = 0, prelude) {
      const program = start("server.py", { PORT: String(port), BIND: "127.0.0.1" }, prelude);
      const listening = await program.line("listening");
      return { program, port: Number(listening.port) };
    },
  };
}

/** Python that gives the program a standard output that is full and that no process reads. */
export const fullOutput = `
_, full = os.pipe()
os.set_blocking(full, False)
try:
    while True: os.write(full, b"x" * 4096)
except BlockingIOError: pass
try:
    while True: os.write(full, b"x")
except BlockingIOError: pass
os.set_blocking(full, True)
os.dup2(full, 1)
`;
