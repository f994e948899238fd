import { setTimeout as pause } from "node:timers/promises";
import type { CommonTools } from "../tools.ts";
import type { Load, Sample } from "../tools/requests.ts";

/** Effect of a disturbance on requests. */
export interface Outage {
  /** When it happened, by the clock of Docker's host, in milliseconds since 1970. */
  readonly at: number;
  /** From then until the end of the first good answer after the last failure; 0 without failures, undefined if there was none. */
  readonly outageMs: number | undefined;
  /** Requests that ended after the disturbance without a good answer, of 100 per second. */
  readonly lost: number;
}

/** Longer than any known restart; waiting for a service that does not come back takes this time. */
export const longestOutageMs = 10_000;
const quietMs = 1_000;
/** Requests per second: two milliseconds apart, which is how exactly an outage's end is known. */
const rate = 500;
/** Every so many requests one is counted, so that losses are those of 100 requests per second. */
const countedEach = 5;

/** Gets requests from the host to the entry ready; they begin with `begin`. @param target `host:port` @default the published address */
export function readyLoad({ load }: Pick<CommonTools, "load">, target?: string): Promise<Load> {
  const request = { from: "host", rate, seconds: 120, held: true } as const;
  return load(target === undefined ? request : { ...request, target });
}

/**
 * Waits, after a disturbance, until a second has passed without a failure, and ends the requests.
 * @param at when it happened, by the clock of Docker's host, in milliseconds since 1970
 */
export async function outageUnder(requests: Load, at: number, signal: AbortSignal): Promise<Outage> {
  for (const until = Date.now() + longestOutageMs; Date.now() < until;) {
    await pause(50, undefined, { signal });
    if (isOver(requests.samples, at)) break;
  }
  return outageOf(await requests.stop(), at, countedEach);
}

/** Whether the last second, which lies after the disturbance, had only good answers. */
function isOver(samples: readonly Sample[], at: number): boolean {
  const last = samples.at(-1);
  if (last === undefined || last.at < at + quietMs) return false;
  // Samples are in the order of their ends. Those that began in the last second are not far from the end of the list.
  const recent = samples.slice((-2 * rate * quietMs) / 1000);
  return recent.filter((sample) => sample.at > last.at - quietMs).every(({ outcome }) => outcome === "ok");
}

/**
 * @param samples in the order in which they began
 * @param each of how many requests one counts as lost @default every one
 */
export function outageOf(samples: readonly Sample[], at: number, each = 1): Outage {
  const after = samples.filter((sample) => sample.at + sample.latencyMs >= at);
  const failures = after.filter(({ outcome }) => outcome !== "ok");
  const last = failures.at(-1);
  if (last === undefined) return { at, outageMs: 0, lost: 0 };
  const failed = new Set(failures);
  const lost = samples.filter((sample, index) => index % each === 0 && failed.has(sample)).length;
  const good = after.find((sample) => sample.at > last.at && sample.outcome === "ok");
  return { at, outageMs: good === undefined ? undefined : good.at + good.latencyMs - at, lost };
}
