import type { ProbeSource } from "./host-probe.ts";
import { hostAndPort, probeWords, type From } from "./load.ts";

/** Plans that one probe carries out, one after another. */
export interface PreciseRequest {
  readonly from: From;
  readonly plans: readonly PrecisePlan[];
}

export interface PrecisePlan {
  /** `host:port`. */
  readonly target: string;
  /** Requests per second; latency counts from when each should have begun. `fastest`: four connections, each as fast as it is answered. */
  readonly rate: number | "fastest";
  readonly seconds: number;
}

export interface Precise {
  /** Latencies of good answers in microseconds, in the order of the requests. */
  readonly latencies: readonly number[];
  readonly errors: number;
  readonly seconds: number;
}

/** @returns one result per plan */
export async function precise(
  source: ProbeSource,
  { from, plans }: PreciseRequest,
  signal: AbortSignal,
): Promise<Precise[]> {
  const order = plans.map(({ target, rate, seconds }) => ({ ...hostAndPort(target), rate, seconds }));
  const words = [...probeWords(source, from), "python3", "/lab/precise.py", JSON.stringify(order)];
  return JSON.parse(await source.docker.run(words, { signal })) as Precise[];
}
