/** Approaches to test after deployment, in order: the test command names them. */
export function approachesUnderTest(): readonly string[] {
  const names = process.env.CONTAINER_APPROACHES_UNDER_TEST;
  if (names === undefined) throw new Error("CONTAINER_APPROACHES_UNDER_TEST names no approaches: run npm test");
  return names.split(",");
}
