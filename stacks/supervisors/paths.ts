/** Folder in an image for everything that the rendering adds. */
export const ownFolder = "/opt/container-approaches";

/** Folder with a program per service that runs a command as the service runs: `SERVICE COMMAND...`. */
export const runAsFolder = `${ownFolder}/as`;

/** Program that runs a command as a service runs. */
export function asService(service: string): string {
  return `${runAsFolder}/${service}`;
}

/** Program that hides the supervisor: `control SERVICE VERB [WORD...]`. */
export const controlProgram = `${ownFolder}/control`;

/** Program that runs every service's check. */
export const combinedCheck = `${ownFolder}/checks/all`;
