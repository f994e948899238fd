import type { DockerClient } from "../../../docker/client.ts";
import type { StateResource } from "../contract.ts";
import { isContainer, type RunningLimits } from "./drift.ts";

const format = "{{.Id}} {{.HostConfig.Memory}} {{.HostConfig.NanoCpus}}";

/** What the containers of a stack's state are limited to now, by id. Those that are gone are left out. */
export async function limitsNow(
  docker: DockerClient,
  resources: readonly StateResource[],
): Promise<ReadonlyMap<string, RunningLimits>> {
  const ids = resources.filter(isContainer).flatMap(({ id }) => id ?? []);
  if (ids.length === 0) return new Map();
  // It tells of those that there are, and fails if one is gone.
  const { stdout } = await docker.attempt(["inspect", "--type", "container", "--format", format, ...ids]);
  const lines = stdout.split("\n").filter(Boolean);
  return new Map(
    lines.map((line) => {
      const [id = "", memory, nanoCpus] = line.split(" ");
      return [id, { memory: Number(memory), nanoCpus: Number(nanoCpus) }] as const;
    }),
  );
}
