import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineApiOf } from "../../../docker/engine-api.ts";
import { containerToolsFor } from "../../../lab/harness/containers.ts";
import { openHostProbe } from "../../../lab/harness/host-probe.ts";
import { startLoad } from "../../../lab/harness/load.ts";
import { probeImage } from "../../../lab/harness/probe-image.ts";
import { openProber } from "../../../lab/harness/prober.ts";
import type { HostProbe } from "../../../lab/tools.ts";
import type { Containers } from "../../../lab/tools/containers.ts";
import type { Load, LoadRequest, Prober } from "../../../lab/tools/requests.ts";
import { instanceOf } from "../../../stacks/instance.ts";
import { labelPrefix } from "../../../stacks/rendering/labels.ts";
import { baseImageOf, testEngine } from "../../support/engine.ts";
import { freePort } from "../../support/free-port.ts";

/** What known-server.py does; times in milliseconds, `spinUs` in microseconds. */
export interface Known {
  readonly sleepMs?: number;
  readonly spinUs?: number;
  /** Of so many requests one is late; 0 for none. */
  readonly lateEach?: number;
  readonly lateMs?: number;
  /** It is started again so long after its end. @default never */
  readonly restartedAfterMs?: number;
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

/** The lab's instruments, and servers to try them with. */
export interface Bench {
  readonly host: HostProbe;
  readonly signal: AbortSignal;
  readonly prober: () => Promise<Prober>;
  readonly load: (request: LoadRequest) => Promise<Load>;
  server(known: Known): Promise<KnownServer>;
  close(): Promise<void>;
}

/** @param name of the tests; it is part of the containers' names */
export async function openBench(name: string): Promise<Bench> {
  const signal = AbortSignal.timeout(300_000);
  const docker = await testEngine();
  const folder = await mkdtemp(join(tmpdir(), "container-approaches-times-"));
  const image = await probeImage(docker, await baseImageOf(docker), join(folder, "probe"), signal);
  const instance = instanceOf(folder);
  const labels = [`instance=${instance}`, "stack=bench"].flatMap((label) => ["--label", `${labelPrefix}.${label}`]);
  const source = { docker, image, labels };
  const host = await openHostProbe(source, `ca-${instance}-${name}-probe`, signal);
  const api = engineApiOf(docker);
  const program = await readFile(join(import.meta.dirname, "known-server.py"), "utf8");
  const made = [host.container];
  return {
    host,
    signal,
    prober: () => openProber(source, "host", signal),
    load: ({ target = "", ...request }) => startLoad(source, { ...request, target }, signal),
    async server({ restartedAfterMs, ...known }) {
      const container = `ca-${instance}-${name}-${made.length}`;
      made.push(container);
      const port = await freePort();
      const plan = JSON.stringify({ sleepMs: 0, spinUs: 0, lateEach: 0, lateMs: 0, ...known });
      const loop = `while :; do python3 -c "$0" "$1"; sleep ${(restartedAfterMs ?? 0) / 1000}; done`;
      const command = restartedAfterMs === undefined ? ["python3", "-c"] : ["sh", "-c", loop];
      const words = ["create", "--init", "--name", container, ...labels, "--publish", `127.0.0.1:${port}:8080`];
      await docker.run([...words, image, ...command, program, plan]);
      const entry = { scheme: "http", address: "127.0.0.1", port, url: `http://127.0.0.1:${port}` } as const;
      const deployment = { containers: { [container]: { system: "docker", control: "" } }, entry };
      return {
        name: container,
        address: `127.0.0.1:${port}`,
        containers: containerToolsFor(api, host, deployment, signal),
        async logged(event) {
          const lines = (await docker.run(["logs", container])).split("\n").filter((line) => line.startsWith("{"));
          const all = lines.map((line) => JSON.parse(line) as { readonly event: string; readonly at: number });
          return all.filter((one) => one.event === event).map(({ at }) => at);
        },
        async pid() {
          const lines = (await docker.run(["top", container, "-eo", "pid,comm"])).split("\n");
          return Number(
            lines
              .find((line) => line.includes("python3"))
              ?.trim()
              .split(/\s+/)[0],
          );
        },
      };
    },
    async close() {
      await docker.run(["rm", "--force", "--volumes", ...made.toReversed()]);
      api.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Middle value. */
export function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Prints and returns the error of an instrument, in percent of the truth. */
export function errorOf(what: string, reported: number, truth: number): number {
  const error = (100 * Math.abs(reported - truth)) / truth;
  console.log(`      ${what}: reported ${reported.toFixed(1)}, true ${truth.toFixed(1)}, error ${error.toFixed(2)} %`);
  return error;
}
