/** Set to 1 on a host that cannot reach the vendor's downloads and image registries: saves the attempts. */
export const offlineVariable = "CONTAINER_APPROACHES_OFFLINE";

/** Whether to skip downloads and pulls, since they would fail. */
export function isOffline(env: NodeJS.ProcessEnv = process.env): boolean {
  return !["", "0", "false"].includes(env[offlineVariable] ?? "");
}
