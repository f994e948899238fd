/** Set to 1 on a host that is known to have no way to the vendor's downloads and image registries: saves the attempts. */
export const offlineVariable = "CONTAINER_APPROACHES_OFFLINE";

/** Whether attempts to download ready-made things are a waste of time. */
export function isOffline(env: NodeJS.ProcessEnv = process.env): boolean {
  return !["", "0", "false"].includes(env[offlineVariable] ?? "");
}
