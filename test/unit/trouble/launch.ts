import { execa, execaSync } from "execa";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { workload } from "../../../services/trouble/workload.ts";

// The distribution's interpreter is the one that the images have.
const python = existsSync("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
const folderOfWorkload = join(import.meta.dirname, "../../../services/trouble");

/** A service of the workload as a process, with its files where the workload puts them. */
export interface Running {
  readonly pid: number;
  readonly folder: string;
  /** What it has printed, by line. */
  lines(): string[];
  /** Gives an order and waits for its report. */
  order(order: Readonly<Record<string, unknown>>, withinMs?: number): Promise<Record<string, unknown>>;
  give(order: unknown): Promise<void>;
  /** @returns exit code and how long it took */
  stop(signal: NodeJS.Signals): Promise<{ readonly exitCode: number | undefined; readonly tookMs: number }>;
  /** Waits for its end. @returns exit code */
  ended(): Promise<number | undefined>;
  until(what: string, found: () => boolean | Promise<boolean>, withinMs?: number): Promise<void>;
}

/** How a service is started: in a folder that another start has used; whether to wait until it says that it has started. */
interface Start {
  readonly folder?: string;
  readonly waits?: boolean;
}

/** Registers hooks that skip without Python, and that end what each test started. */
export function useTrouble(): (service: "server" | "companion", how?: Start) => Promise<Running> {
  const ends: (() => Promise<unknown>)[] = [];
  before(function () {
    if (execaSync(python, ["--version"], { reject: false }).failed) this.skip();
  });
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });
  return async (name, { folder: used, waits = true } = {}) => {
    const folder = used ?? (await mkdtemp(join(tmpdir(), "trouble-")));
    ends.push(() => rm(folder, { recursive: true, force: true }));
    const service = workload.services.find((one) => one.name === name);
    assert.ok(service);
    const place = (path: string) => join(folder, path.slice(path.lastIndexOf("/") + 1));
    for (const { source, path } of service.files) await copyFile(join(folderOfWorkload, source), place(path));
    const args = service.command.slice(1).map((word) => (word.startsWith("/") ? place(word) : word));
    const env = { SCRATCH_FOLDER: folder, PORT: "0", BIND: "127.0.0.1" };
    const child = execa(python, args, { env, extendEnv: false, reject: false, stdin: "ignore" });
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    ends.push(async () => {
      child.kill("SIGKILL");
      assert.doesNotMatch((await child).stderr, /Traceback/);
    });
    const stop: Running["stop"] = async (signal) => {
      const begun = performance.now();
      child.kill(signal);
      const { exitCode } = await child;
      return { exitCode, tookMs: performance.now() - begun };
    };
    const running = runningOf(child.pid ?? 0, name, folder, () => printed, stop);
    if (waits) await running.until("it has started", () => /"event": "(started|listening)"/.test(printed));
    return { ...running, ended: async () => (await child).exitCode };
  };
}

function runningOf(
  pid: number,
  name: string,
  folder: string,
  printed: () => string,
  stop: Running["stop"],
): Omit<Running, "ended"> {
  const give = async (order: unknown) => {
    await writeFile(join(folder, "new"), typeof order === "string" ? order : JSON.stringify(order));
    await rename(join(folder, "new"), join(folder, `${name}.order`));
  };
  const until: Running["until"] = async (what, found, withinMs = 8000) => {
    const deadline = performance.now() + withinMs;
    while (!(await found())) {
      assert.ok(performance.now() < deadline, `${what}: not within ${withinMs} ms`);
      await sleep(10);
    }
  };
  return {
    pid,
    folder,
    lines: () => printed().split("\n").slice(0, -1),
    give,
    until,
    stop,
    async order(order, withinMs) {
      const report = join(folder, `${name}.report`);
      await rm(report, { force: true });
      await give(order);
      await until("the report", () => existsSync(report), withinMs);
      return JSON.parse(await readFile(report, "utf8")) as Record<string, unknown>;
    },
  };
}
