import { setTimeout as pause } from "node:timers/promises";
import type { Tools } from "../tools.ts";
import type { Sample } from "../tools/requests.ts";

/** Effect of a disturbance on requests. */
export interface Outage {
  /** When it happened, by the clock of Docker's host, in milliseconds since 1970. */
  readonly at: number;
  /** From then until the end of the first good answer after the last failure; 0 without failures, undefined if there was none. */
  readonly outageMs: number | undefined;
  /** Requests that ended after the disturbance without a good answer. */
  readonly lost: number;
}

/** Longer than any known restart; waiting for a service that does not come back takes this time. */
export const longestOutageMs = 15_000;
const quietMs = 1_000;
const before = 300;
const rate = 100;

/**
 * Disturbs the deployment while the host sends requests, and waits until a second has passed without a failure.
 * @param disturb resolves with its time, by the clock of Docker's host, in milliseconds since 1970
 */
export async function underLoad(
  { load, signal }: Pick<Tools, "load" | "signal">,
  disturb: () => Promise<number>,
): Promise<Outage> {
  const requests = await load({ from: "host", rate, seconds: 60 });
  try {
    await pause(before, undefined, { signal });
    const at = await disturb();
    for (const until = Date.now() + longestOutageMs; Date.now() < until;) {
      await pause(50, undefined, { signal });
      if (isOver(requests.samples, at)) break;
    }
    return outageOf(await requests.stop(), at);
  } finally {
    await requests.stop();
  }
}

/** Whether the last second, which lies after the disturbance, had only good answers. */
function isOver(samples: readonly Sample[], at: number): boolean {
  const last = samples.at(-1);
  if (last === undefined || last.at < at + quietMs) return false;
  return samples.filter((sample) => sample.at > last.at - quietMs).every(({ outcome }) => outcome === "ok");
}

/** @param samples in the order in which they began */
export function outageOf(samples: readonly Sample[], at: number): Outage {
  const after = samples.filter((sample) => sample.at + sample.latencyMs >= at);
  const failures = after.filter(({ outcome }) => outcome !== "ok");
  const last = failures.at(-1);
  if (last === undefined) return { at, outageMs: 0, lost: 0 };
  const good = after.find((sample) => sample.at > last.at && sample.outcome === "ok");
  return { at, outageMs: good === undefined ? undefined : good.at + good.latencyMs - at, lost: failures.length };
}
