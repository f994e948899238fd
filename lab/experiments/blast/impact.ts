import type { Sample } from "../../tools/requests.ts";

/** What happened to requests to the entry while another service misbehaved. */
export interface Impact {
  readonly requests: number;
  /** Percent of the requests. */
  readonly failed: number;
  /** Latency of good answers, in milliseconds; undefined if there was none. */
  readonly p50: number | undefined;
  readonly p99: number | undefined;
  /** Requests by outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/**
 * @param from when the fault began, in milliseconds since 1970, as in the samples
 * @returns undefined if no request was made in that time
 */
export function impactIn(samples: readonly Sample[], from: number, seconds: number): Impact | undefined {
  const within = samples.filter(({ at }) => at >= from && at < from + seconds * 1000);
  if (within.length === 0) return undefined;
  const outcomes: Record<string, number> = {};
  for (const { outcome } of within) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const good = within.filter(({ outcome }) => outcome === "ok").map(({ latencyMs }) => latencyMs);
  const requests = within.length;
  return {
    requests,
    failed: (100 * (requests - good.length)) / requests,
    p50: percentile(good, 50),
    p99: percentile(good, 99),
    outcomes,
  };
}

/** By the nearest rank. */
function percentile(values: readonly number[], percent: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}
