import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DockerClient } from "../../../docker/client.ts";
import { engineApiOf, type EngineApi } from "../../../docker/engine-api.ts";
import { openHostProbe, type ProbeSource } from "../../../lab/harness/host-probe.ts";
import { probeImage } from "../../../lab/harness/probe-image.ts";
import type { HostProbe } from "../../../lab/tools.ts";
import type { ContainerState } from "../../../lab/tools/containers.ts";
import { instanceOf } from "../../../stacks/instance.ts";
import { labelPrefix } from "../../../stacks/rendering/labels.ts";
import { baseImageOf, testEngine } from "../../support/engine.ts";

/** The lab's probe, and plain containers of its image with a known content. */
export interface Bench {
  readonly docker: DockerClient;
  readonly api: EngineApi;
  readonly host: HostProbe;
  readonly source: ProbeSource;
  readonly state: (name: string) => Promise<ContainerState>;
  /** Starts a container that runs a Python program. @returns its name */
  run(program: string, ...args: readonly string[]): Promise<string>;
  /** Removes everything that has been started. */
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
  const started = [host.container];
  return {
    docker,
    api,
    host,
    source,
    state: async (container) => (await api.call("GET", `/containers/${container}/json`)) as ContainerState,
    async run(program, ...args) {
      const container = `ca-${instance}-${name}-${started.length}`;
      started.push(container);
      await docker.run(["run", "--detach", "--name", container, ...labels, image, "python3", "-c", program, ...args]);
      return container;
    },
    async close() {
      await docker.run(["rm", "--force", "--volumes", ...started]);
      api.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** How far a value is from the true one, in percent. */
export function errorPercent(value: number, truth: number): number {
  return (100 * Math.abs(value - truth)) / truth;
}
