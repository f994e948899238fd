import { execa } from "execa";
import type { DockerClient } from "../../docker/client.ts";

/** Counts, and prints the nanoseconds that it took. */
const program = "s=$(date +%s%N); i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; e=$(date +%s%N); echo $((e - s))";
const rounds = 3;

/**
 * Variables that tell tests how many times slower the host of a Docker daemon runs a program than this one: the same small program here and there,
 * the fastest of three rounds each. None for a daemon of this machine.
 */
export async function paceOf(docker: DockerClient, image: string): Promise<Readonly<Record<string, string>>> {
  if (docker.endpoint.host.startsWith("unix://")) return {};
  const there = await fastest(() => docker.run(["run", "--rm", "--network", "none", image, "sh", "-c", program]));
  const here = await fastest(async () => (await execa("sh", ["-c", program])).stdout);
  return { CONTAINER_APPROACHES_PACE: String(Math.max(1, there / here)) };
}

async function fastest(measure: () => Promise<string>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) best = Math.min(best, Number(await measure()));
  return best;
}
