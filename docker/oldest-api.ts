/** The oldest engine that this project was run on: its API's version, and the release that brought it. */
const oldest = { api: "1.41", release: "Docker Engine 20.10" };

/** Which engines serve, for messages. */
export const acceptedApi = `API ${oldest.api} or newer (${oldest.release})`;

/** Whether an engine's API has what deployments use. @param version as the engine says it, such as `1.41`; any other text is too old */
export function servesApi(version: string): boolean {
  const [major = 0, minor = 0] = numbers(version);
  const [oldestMajor = 0, oldestMinor = 0] = numbers(oldest.api);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

function numbers(version: string): number[] {
  return /^\d+\.\d+$/.test(version) ? version.split(".").map(Number) : [];
}
