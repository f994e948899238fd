import type { Control } from "../tools.ts";

/** A line of a service's log. */
export interface LogLine {
  /** With what the log puts in front of it. */
  readonly text: string;
  /** Milliseconds since 1970 by the host: the service's own time where the line has one, else the log's; the last one in the line. */
  readonly at: number;
}

const times = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)/g;

/** Lines of a log that match, oldest first. Those without any time are left out. @param pattern a regular expression, as `LogSigns` has them */
export function linesThatSay(log: string, pattern: string): LogLine[] {
  const says = new RegExp(pattern);
  return log.split("\n").flatMap((text) => {
    const at = Date.parse(text.match(times)?.at(-1) ?? "");
    return says.test(text) && Number.isFinite(at) ? [{ text, at }] : [];
  });
}

/** Reads the lines of a service that match. */
export async function linesOf(control: Control, service: string, pattern: string): Promise<LogLine[]> {
  return linesThatSay((await control(service, "logs")).output, pattern);
}
