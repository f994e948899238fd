/** The oldest Docker that this project was tested with: its API version and its release. */
const oldest = { api: "1.41", release: "Docker Engine 20.10" };

/** What is accepted, for messages. */
export const acceptedApi = `API ${oldest.api} or newer (${oldest.release})`;

/** Whether an API version has what deployments use. @param version such as `1.41`; any other text counts as too old */
export function servesApi(version: string): boolean {
  const [major = 0, minor = 0] = numbers(version);
  const [oldestMajor = 0, oldestMinor = 0] = numbers(oldest.api);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

function numbers(version: string): number[] {
  return /^\d+\.\d+$/.test(version) ? version.split(".").map(Number) : [];
}
