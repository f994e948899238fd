import { linesThatSay } from "../../instruments/log-lines.ts";
import type { Sample } from "../../tools/requests.ts";

/** That a service was told to stop, as its log has it. */
export interface Stopped {
  /** Such as SIGTERM; nothing where the line names none. */
  readonly signal: string;
  /** Milliseconds since 1970, by the engine's host. */
  readonly at: number;
}

/** Lines that say so in a log, from a time on. @param pattern see `LogSigns.stopped` */
export function stoppedLines(log: string, pattern: string, since: number): Stopped[] {
  return linesThatSay(log, pattern)
    .filter(({ at }) => at >= since)
    .map(({ text, at }) => ({ signal: /\bSIG[A-Z]+\b/.exec(text)?.[0] ?? "", at }));
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
