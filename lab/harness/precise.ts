import { hostAndPort } from "../addresses.ts";
import type { Precise, PreciseRequest } from "../tools/requests.ts";
import type { ProbeSource } from "./host-probe.ts";
import { probeWords } from "./load.ts";

/** Runs plans in one probe. @returns one result per plan */
export async function precise(
  source: ProbeSource,
  { from, plans }: PreciseRequest,
  signal: AbortSignal,
): Promise<Precise[]> {
  const order = plans.map(({ target, rate, seconds }) => ({ ...hostAndPort(target), rate, seconds }));
  const words = [...probeWords(source, from), "python3", "/lab/precise.py", JSON.stringify(order)];
  return JSON.parse(await source.docker.run(words, { signal })) as Precise[];
}
