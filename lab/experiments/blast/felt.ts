import type { Sample } from "../../tools/requests.ts";

/** What others felt while one service went wrong. */
export interface Felt {
  readonly requests: number;
  /** Percent of the requests. */
  readonly failed: number;
  /** Of good answers, in milliseconds; undefined where there was none. */
  readonly p99: number | undefined;
  /** Requests by what became of them. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/**
 * @param from when it began to go wrong, in milliseconds since 1970, as the samples have it
 * @returns undefined where no request was made in that time
 */
export function feltIn(samples: readonly Sample[], from: number, seconds: number): Felt | undefined {
  const within = samples.filter(({ at }) => at >= from && at < from + seconds * 1000);
  if (within.length === 0) return undefined;
  const outcomes: Record<string, number> = {};
  for (const { outcome } of within) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const good = within.filter(({ outcome }) => outcome === "ok").map(({ latencyMs }) => latencyMs);
  const requests = within.length;
  return { requests, failed: (100 * (requests - good.length)) / requests, p99: percentile(good, 99), outcomes };
}

/** Nearest rank. */
function percentile(values: readonly number[], percent: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}
