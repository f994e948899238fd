import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DockerClient } from "../../../docker/client.ts";
import { engineApiOf, type EngineApi } from "../../../docker/engine-api.ts";
import { containerToolsFor, dockersHelpers, dockersState } from "../../../lab/harness/containers.ts";
import { openHostProbe, type ProbeSource } from "../../../lab/harness/host-probe.ts";
import { startLoad } from "../../../lab/harness/load.ts";
import { probeImage } from "../../../lab/harness/probe-image.ts";
import type { HostProbe } from "../../../lab/tools.ts";
import type { Containers, ContainerState } from "../../../lab/tools/containers.ts";
import type { Load, LoadRequest } from "../../../lab/tools/requests.ts";
import { instanceOf } from "../../../stacks/instance.ts";
import { labelPrefix } from "../../../stacks/rendering/labels.ts";
import { baseImageOf, testEngine } from "../../support/engine.ts";

/** The lab's instruments, and containers of the probes' image with a known content. */
export interface Bench {
  readonly docker: DockerClient;
  readonly api: EngineApi;
  readonly host: HostProbe;
  readonly source: ProbeSource;
  readonly signal: AbortSignal;
  readonly state: (name: string) => Promise<ContainerState>;
  readonly helpers: Containers["helpers"];
  readonly inGuest: false;
  /** Makes a container. @param words of docker: `run --detach` or `create`, with options @returns its name */
  make(words: readonly string[], ...command: readonly string[]): Promise<string>;
  /** The same from another image. */
  makeFrom(image: string, words: readonly string[], ...command: readonly string[]): Promise<string>;
  /** Starts a container that runs a Python program. @returns its name */
  run(program: string, ...args: readonly string[]): Promise<string>;
  /** The lab's tools for a container with a server that is published at this port of the host. */
  served(container: string, port: number): Containers;
  /** Requests by the lab's probe. @param request its target is `host:port` */
  load(request: LoadRequest & { readonly target: string }): Promise<Load>;
  /** Removes containers that it has made. */
  remove(...names: readonly string[]): Promise<void>;
  /** Removes everything that it has made. */
  close(): Promise<void>;
}

/** @param name of the tests; it is part of the containers' names */
export async function openBench(name: string): Promise<Bench> {
  const signal = AbortSignal.timeout(300_000);
  const docker = await testEngine();
  const folder = await mkdtemp(join(tmpdir(), "container-approaches-bench-"));
  const image = await probeImage(docker, await baseImageOf(docker), join(folder, "probe"), signal);
  const instance = instanceOf(folder);
  const labels = [`instance=${instance}`, "stack=bench"].flatMap((label) => ["--label", `${labelPrefix}.${label}`]);
  const source = { docker, image, labels };
  const host = await openHostProbe(source, `ca-${instance}-${name}-probe`, signal);
  const api = engineApiOf(docker);
  let made = 0;
  const left = new Set([host.container]);
  const makeFrom: Bench["makeFrom"] = async (from, words, ...command) => {
    made += 1;
    const container = `ca-${instance}-${name}-${made}`;
    left.add(container);
    await docker.run([...words, "--name", container, ...labels, from, ...command]);
    return container;
  };
  const make: Bench["make"] = (words, ...command) => makeFrom(image, words, ...command);
  const remove: Bench["remove"] = async (...names) => {
    if (names.length > 0) await docker.run(["rm", "--force", "--volumes", ...names]);
    for (const one of names) left.delete(one);
  };
  return {
    ...{ docker, api, host, source, signal, make, makeFrom, remove },
    ...{ helpers: dockersHelpers, inGuest: false },
    state: (container) => dockersState(api, container),
    run: (program, ...args) => make(["run", "--detach"], "python3", "-c", program, ...args),
    served(container, port) {
      const entry = { scheme: "http", address: "127.0.0.1", port, url: `http://127.0.0.1:${port}` } as const;
      const containers = { [container]: { system: "docker", control: "" } };
      return containerToolsFor(api, host, { containers, entry }, signal);
    },
    load: (request) => startLoad(source, request, signal),
    async close() {
      await remove(...left);
      api.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** How far a value is from the true one, in percent. */
export function errorPercent(value: number, truth: number): number {
  return (100 * Math.abs(value - truth)) / truth;
}
