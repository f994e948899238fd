import type { Tools } from "../tools.ts";

/**
 * When Docker says that containers have started.
 * @param since milliseconds since 1970, by the clock of Docker's host, as are `until` and the times that are returned, by container
 */
export async function startsOf(
  { docker, signal }: Pick<Tools, "docker" | "signal">,
  names: readonly string[],
  { since, until }: { readonly since: number; readonly until: number },
): Promise<Readonly<Record<string, number>>> {
  const seconds = (ms: number) => (ms / 1000).toFixed(3);
  const words = ["events", "--since", seconds(since), "--until", seconds(until), "--filter", "event=start"];
  const which = names.flatMap((name) => ["--filter", `container=${name}`]);
  const lines = await docker.run([...words, ...which, "--format", "{{.Actor.Attributes.name}} {{.TimeNano}}"], {
    signal,
  });
  return Object.fromEntries(lines.split("\n").filter(Boolean).map(parseStart));
}

/** @param line name and nanoseconds since 1970 @returns name and milliseconds, to the microsecond */
function parseStart(line: string): readonly [name: string, at: number] {
  const [name = "", nanoseconds = ""] = line.split(" ");
  return [name, Number(BigInt(nanoseconds) / 1000n) / 1000];
}
