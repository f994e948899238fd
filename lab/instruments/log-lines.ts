import type { Control } from "../tools.ts";

/** A line of a service's log. */
export interface LogLine {
  /** The line with the log's prefix. */
  readonly text: string;
  /** Milliseconds since 1970, by the host's clock: the last time in the line, which is the service's own, or else the log's. */
  readonly at: number;
}

const times = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/g;

/** Lines of a log that match, in the log's order, without those that have no time. @param pattern a regular expression, see `LogSigns` */
export function linesThatSay(log: string, pattern: string): LogLine[] {
  const says = new RegExp(pattern);
  return log.split("\n").flatMap((text) => {
    const at = Date.parse(text.match(times)?.at(-1) ?? "");
    return says.test(text) && Number.isFinite(at) ? [{ text, at }] : [];
  });
}

/** Reads the lines of a service's log that match. */
export async function linesOf(control: Control, service: string, pattern: string): Promise<LogLine[]> {
  return linesThatSay((await control(service, "logs")).output, pattern);
}
