/** An approach to test after deployment, with the configuration that it asks for. */
export interface UnderTest {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
}

/** In order, from the test command, as `NAME` or `NAME?KEY=VALUE&...`, with commas between. */
export function approachesUnderTest(): readonly UnderTest[] {
  const given = process.env.CONTAINER_APPROACHES_UNDER_TEST;
  if (given === undefined) throw new Error("CONTAINER_APPROACHES_UNDER_TEST names no approaches: run npm test");
  return given.split(",").map((word) => {
    const [name = "", query = ""] = word.split("?");
    return { name, config: Object.fromEntries(new URLSearchParams(query)) };
  });
}
