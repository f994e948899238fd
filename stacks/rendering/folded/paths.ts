/** Folder in a folded image for everything that the rendering adds. */
export const ownFolder = "/opt/container-approaches";

/** Program that runs a command as a service runs: `as/<service> command...`. */
export function asService(service: string): string {
  return `${ownFolder}/as/${service}`;
}

/** Program that hides the approach's supervisor: `control <service> <verb> [word...]`. */
export const controlProgram = `${ownFolder}/control`;

/** Program that runs every service's check. */
export const combinedCheck = `${ownFolder}/checks/all`;
