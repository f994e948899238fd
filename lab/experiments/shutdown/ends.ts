import type { Sample } from "../../harness/load.ts";

/** The line that a service of the workload writes when it ends by a signal that it has taken. */
export interface Stopped {
  /** Such as SIGTERM. */
  readonly signal: string;
  /** Milliseconds since 1970, by the engine's host. */
  readonly at: number;
}

/** Lines with `"event": "stopped"` in a service's log, from a time on. What stands before the first brace is its time, or a name. */
export function stoppedLines(log: string, since: number): Stopped[] {
  return log.split("\n").flatMap((line) => {
    const begin = line.indexOf("{");
    const parsed = begin < 0 ? undefined : parsedObject(line.slice(begin));
    if (parsed?.event !== "stopped" || typeof parsed.signal !== "string") return [];
    const at = Date.parse(String(parsed.time));
    return at >= since ? [{ signal: parsed.signal, at }] : [];
  });
}

function parsedObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

/** Ends that are closer than this have no order: it would be another one the next time. */
const togetherMs = 20;

/** In which order services ended, for people. @param ends name to when; undefined where a service said nothing */
export function orderOfEnds(ends: Readonly<Record<string, number | undefined>>): string {
  const told = Object.entries(ends).filter((entry): entry is [string, number] => entry[1] !== undefined);
  if (told.length === 0) return "no service was told";
  const sorted = told.sort(([, a], [, b]) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (sorted.length < Object.keys(ends).length) return `${sorted.map(([name]) => name).join(", ")} alone was told`;
  if (last !== undefined && first !== undefined && last[1] - first[1] < togetherMs) return "together";
  return sorted.map(([name]) => name).join(", then ");
}

/**
 * Requests that were under way and got no answer: connected, and the answer broke off or never began; or asked before the last good answer
 * was complete, and timed out. Who finds nobody there is refused, which is no loss.
 */
export function lostUnderWay(samples: readonly Sample[]): number {
  const good = samples.filter(({ outcome }) => outcome === "ok").map(({ at, latencyMs }) => at + latencyMs);
  const lastGood = Math.max(0, ...good);
  return samples.filter(
    ({ outcome, at }) => outcome === "lost" || outcome === "error" || (outcome === "timeout" && at <= lastGood),
  ).length;
}
