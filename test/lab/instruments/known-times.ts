import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openProber } from "../../../lab/harness/prober.ts";
import type { Containers } from "../../../lab/tools/containers.ts";
import type { Prober } from "../../../lab/tools/requests.ts";
import { freePort } from "../../support/free-port.ts";
import { errorPercent, openBench, type Bench } from "./bench.ts";

/** What known-server.py does; times in milliseconds, `spinUs` in microseconds. */
export interface Known {
  readonly sleepMs?: number;
  readonly spinUs?: number;
  /** Of so many requests one is late; 0 for none. */
  readonly lateEach?: number;
  readonly lateMs?: number;
  /** It is started again so long after its end. @default never */
  readonly restartedAfterMs?: number;
  /** Docker starts its container again. @default false */
  readonly dockerRestarts?: boolean;
}

/** A server whose times are known, in a container of its own that is created and not started. */
export interface KnownServer {
  readonly name: string;
  readonly address: string;
  readonly containers: Containers;
  /** When it began to run and to listen, each time, by its own log, in milliseconds since 1970. */
  logged(event: "boot" | "listening"): Promise<readonly number[]>;
  /** PID of its process on the host. */
  pid(): Promise<number>;
}

/** The bench, with servers to try instruments for times with. */
export interface TimesBench extends Bench {
  readonly prober: () => Promise<Prober>;
  server(known: Known): Promise<KnownServer>;
  /** The same, started, after its first answer. */
  serving(known: Known): Promise<KnownServer>;
}

export async function openTimesBench(): Promise<TimesBench> {
  const bench = await openBench("times");
  const program = await readFile(join(import.meta.dirname, "known-server.py"), "utf8");
  const server: TimesBench["server"] = async ({ restartedAfterMs, dockerRestarts = false, ...known }) => {
    const port = await freePort();
    const plan = JSON.stringify({ sleepMs: 0, spinUs: 0, lateEach: 0, lateMs: 0, ...known });
    const loop = `while :; do python3 -c "$0" "$1"; sleep ${(restartedAfterMs ?? 0) / 1000}; done`;
    const command = restartedAfterMs === undefined ? ["python3", "-c"] : ["sh", "-c", loop];
    const restart = dockerRestarts ? ["--restart", "always"] : [];
    const words = ["create", "--init", ...restart, "--publish", `127.0.0.1:${port}:8080`];
    return knownServer(bench, await bench.make(words, ...command, program, plan), port);
  };
  return {
    ...bench,
    prober: () => openProber(bench.source, "host", bench.signal),
    server,
    async serving(known) {
      const made = await server(known);
      await made.containers.untilFirstAnswer((starting) => made.containers.start(starting));
      return made;
    },
  };
}

function knownServer(bench: Bench, name: string, port: number): KnownServer {
  const { docker } = bench;
  return {
    name,
    address: `127.0.0.1:${port}`,
    containers: bench.served(name, port),
    async logged(event) {
      const lines = (await docker.run(["logs", name])).split("\n").filter((line) => line.startsWith("{"));
      const all = lines.map((line) => JSON.parse(line) as { readonly event: string; readonly at: number });
      return all.filter((one) => one.event === event).map(({ at }) => at);
    },
    async pid() {
      const lines = (await docker.run(["top", name, "-eo", "pid,comm"])).split("\n");
      return Number.parseInt(lines.find((line) => line.includes("python3")) ?? "", 10);
    },
  };
}

/** Prints and returns the error of an instrument, in percent of the truth. */
export function errorOf(what: string, reported: number, truth: number): number {
  const error = errorPercent(reported, truth);
  console.log(`      ${what}: reported ${reported.toFixed(1)}, true ${truth.toFixed(1)}, error ${error.toFixed(2)} %`);
  return error;
}
