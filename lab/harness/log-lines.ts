/** Lines of a service's log that are JSON objects, oldest first, whatever stands in front of them. */
export function jsonLines(text: string): Readonly<Record<string, unknown>>[] {
  return text.split("\n").flatMap((line) => {
    const start = line.indexOf("{");
    const found = start < 0 ? undefined : parsed(line.slice(start));
    return found === undefined ? [] : [found];
  });
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    // A line that was cut off when its writer was killed.
    return undefined;
  }
}
