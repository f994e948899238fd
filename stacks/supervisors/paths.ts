/** Folder in an image for all that the rendering adds. */
export const ownFolder = "/opt/container-approaches";

/** Folder with a program per service: `SERVICE COMMAND...` runs a command with the service's user and variables. */
export const runAsFolder = `${ownFolder}/as`;

/** Program that runs a command with a service's user and variables. */
export function asService(service: string): string {
  return `${runAsFolder}/${service}`;
}

/** Program that becomes a service, once what it depends on has been reached. */
export function launcherOf(service: string): string {
  return `${ownFolder}/run/${service}`;
}

/** Program `reached SERVICE CONDITION`, which exits 0 if the service has reached it. */
export const reachedProgram = `${ownFolder}/reached`;

/** Program that hides the supervisor: `control SERVICE VERB [WORD...]`. */
export const controlProgram = `${ownFolder}/control`;

/** Program that runs the checks of all services. */
export const combinedCheck = `${ownFolder}/checks/all`;

/** A volume of root's for what they note and what outlives the container: which services have completed. */
export const lastingFolder = "/var/lib/container-approaches";
