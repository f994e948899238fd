import { execa } from "execa";
import type { DockerClient } from "../../docker/client.ts";
import type { Approach } from "../../stacks/contract.ts";
import type { System } from "../../stacks/systems/contract.ts";

/** Counts, and prints the nanoseconds that it took. */
const program = "s=$(date +%s%N); i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; e=$(date +%s%N); echo $((e - s))";
const rounds = 3;

const variable = "CONTAINER_APPROACHES_PACE";
const muchSlower = 3;

/**
 * Variables that tell tests how many times slower the host of a Docker daemon runs a program than this one. None for a daemon of this machine:
 * there they stay as they are set.
 */
export async function paceOf(docker: DockerClient, image: string): Promise<Readonly<Record<string, string>>> {
  if (docker.endpoint.host.startsWith("unix://")) return {};
  return paceBy((words) => docker.run(["run", "--rm", "--network", "none", image, ...words]));
}

/** @param times how many times slower a program runs where the tests deploy to */
export function paceVariable(times: number): Readonly<Record<string, string>> {
  return { [variable]: String(Math.max(1, times)) };
}

/** How many times slower programs run under approaches whose guests are slower than this machine, by their names. */
export async function pacesOf(
  approaches: readonly Approach[],
  systemOf: (approach: Approach) => System,
): Promise<ReadonlyMap<string, number>> {
  const paces = approaches.map(async (approach) => {
    const { guests } = await systemOf(approach).look();
    return [approach.name, guests?.pace ?? 1] as const;
  });
  return new Map((await Promise.all(paces)).filter(([, pace]) => pace > 1));
}

/** A host of Docker that is several times slower than this one, such as an emulated one, has enough with one deployment. */
export function atOnceAt(pace: Readonly<Record<string, string>>): { readonly atOnce?: number } {
  return Number(pace[variable] ?? 1) > muchSlower ? { atOnce: 1 } : {};
}

/** The same for another machine. @param there runs a command on it, and returns its output */
export async function paceBy(
  there: (words: readonly [string, ...string[]]) => Promise<string>,
): Promise<Readonly<Record<string, string>>> {
  const words = ["sh", "-c", program] as const;
  const elsewhere = await fastest(() => there(words));
  const here = await fastest(async () => (await execa(words[0], words.slice(1))).stdout);
  return paceVariable(elsewhere / here);
}

/** The fastest of three rounds. */
async function fastest(measure: () => Promise<string>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round += 1) best = Math.min(best, Number(await measure()));
  return best;
}
