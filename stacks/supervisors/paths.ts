/** Folder in an image for all that the rendering adds. */
export const ownFolder = "/opt/container-approaches";

/** Folder with a program per service: `SERVICE COMMAND...` runs a command with the service's user and variables. */
export const runAsFolder = `${ownFolder}/as`;

/** Program that runs a command with a service's user and variables. */
export function asService(service: string): string {
  return `${runAsFolder}/${service}`;
}

/** Program that hides the supervisor: `control SERVICE VERB [WORD...]`. */
export const controlProgram = `${ownFolder}/control`;

/** Program that runs the checks of all services. */
export const combinedCheck = `${ownFolder}/checks/all`;
