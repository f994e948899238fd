import { ownFolder } from "../paths.ts";

/** Folder of the image's own units. It takes precedence over those of packages. */
export const unitsFolder = "/etc/systemd/system";

/** Waits for a dependency. */
export const needsProgram = `${ownFolder}/systemd/needs`;

/** Waits for the service that was just started. */
export const readyProgram = `${ownFolder}/systemd/ready`;

/** Name of a service's unit. */
export function unitName(service: string): string {
  return `${service}.service`;
}
