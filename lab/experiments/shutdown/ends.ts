import { linesThatSay } from "../../instruments/log-lines.ts";
import type { Sample } from "../../tools/requests.ts";

/** A service's stop signal, as its log has it. */
export interface Stopped {
  /** Such as SIGTERM; empty if the line names none. */
  readonly signal: string;
  /** Milliseconds since 1970, by the clock of Docker's host. */
  readonly at: number;
}

/** Lines of a log about a stop signal. @param pattern see `LogSigns.stopped` @param since milliseconds since 1970 */
export function stoppedLines(log: string, pattern: string, since: number): Stopped[] {
  return linesThatSay(log, pattern)
    .filter(({ at }) => at >= since)
    .map(({ text, at }) => ({ signal: /\bSIG[A-Z]+\b/.exec(text)?.[0] ?? "", at }));
}

/** Ends closer together than this have no order: the next time it could be another one. */
const togetherMs = 20;

/** The order in which services ended, as text: a recorded value, so its words stay. @param ends time by service; undefined if the service logged no stop signal */
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
 * Counts requests in progress that got no answer: connected, and the answer broke off or never began; or begun before the last good
 * answer was complete, and timed out. A refused connection is no loss.
 */
export function lostUnderWay(samples: readonly Sample[]): number {
  const good = samples.filter(({ outcome }) => outcome === "ok").map(({ at, latencyMs }) => at + latencyMs);
  const lastGood = Math.max(0, ...good);
  return samples.filter(
    ({ outcome, at }) => outcome === "lost" || outcome === "error" || (outcome === "timeout" && at <= lastGood),
  ).length;
}
