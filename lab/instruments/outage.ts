import { setTimeout as pause } from "node:timers/promises";
import type { Tools } from "../tools.ts";
import type { Sample } from "../tools/requests.ts";

/** What requests felt of a disturbance. */
export interface Outage {
  /** When it happened, in milliseconds since 1970 on the engine's host. */
  readonly at: number;
  /** From then until the end of the first good answer after the last failure; 0 without failures, undefined where nothing answered again. */
  readonly outageMs: number | undefined;
  /** Requests that ended after it without a good answer. */
  readonly lost: number;
}

/** Longer than any restart that we know of; a service that stays away costs this time. */
export const longestOutageMs = 15_000;
const quietMs = 1_000;
const before = 300;
const rate = 100;

/**
 * Disturbs the deployment while requests come from the host, and waits until they are answered again for a second without a failure.
 * @param disturb returns when it did, in milliseconds since 1970 on the engine's host
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

/** Whether the last second, all of it after the disturbance, saw good answers only. */
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
