/** The oldest Docker that this project was tested with: its API version and its release. */
const oldest = { api: "1.41", release: "Docker Engine 20.10" };

/** What is accepted, for messages. */
export const acceptedApi = `API ${oldest.api} or newer (${oldest.release})`;

/** Whether an API version has what deployments use. @param version such as `1.41`; any other text counts as too old */
export function servesApi(version: string): boolean {
  return isAtLeast(version, oldest.api);
}

/** The oldest API version that a daemon and this project speak both. @param least the daemon's oldest */
export function commonApi(least: string): string {
  return isAtLeast(oldest.api, least) ? oldest.api : least;
}

function isAtLeast(version: string, least: string): boolean {
  const [major = 0, minor = 0] = numbers(version);
  const [leastMajor = 0, leastMinor = 0] = numbers(least);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

function numbers(version: string): number[] {
  return /^\d+\.\d+$/.test(version) ? version.split(".").map(Number) : [];
}
