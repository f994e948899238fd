import { ownFolder } from "../paths.ts";

/** Folder of the image's own units. It takes precedence over those of packages. */
export const unitsFolder = "/etc/systemd/system";

/** Folder of units that are added while systemd runs. */
export const runtimeUnitsFolder = "/run/systemd/system";

const programsFolder = `${ownFolder}/systemd`;

/** Waits for a dependency. */
export const needsProgram = `${programsFolder}/needs`;

/** Notes the main process of the service that was just started. */
export const recordProgram = `${programsFolder}/record`;

/** Exits 0 if a service has not completed. */
export const dueProgram = `${programsFolder}/due`;

/** Ends the container after the last end of an essential service. */
export function essentialProgram(service: string): string {
  return `${programsFolder}/essential/${service}`;
}

/** Notes how a service has ended that runs to completion. */
export function endedProgram(service: string): string {
  return `${programsFolder}/ended/${service}`;
}

/** Waits for the service that was just started. */
export const readyProgram = `${programsFolder}/ready`;

/** Name of a service's unit. */
export function unitName(service: string): string {
  return `${service}.service`;
}

/** Name of the unit that copies a service's output to the journal, or of the socket unit that makes the FIFO for it. No service's name has an underscore. */
export function outputUnit(service: string, kind: "service" | "socket"): string {
  return `${service}_output.${kind}`;
}

/** The FIFO that a service writes its output to. */
export function outputFifo(service: string): string {
  return `/run/outputs/${service}`;
}
