import { ownFolder } from "../paths.ts";

/** Where supervisord writes while it runs; only root can read it. */
export const runFolder = "/run/supervisor";

/** Programs that are added while it runs: a file each. */
export const addedConf = (name: string): string => `${runFolder}/${name}.conf`;

/** The path where supervisorctl looks by default. */
export const confPath = "/etc/supervisor/supervisord.conf";

/** What becomes PID 1. */
export const pid1Path = `${ownFolder}/supervisord`;

/** Prints the state of a service. */
export const statusPath = `${ownFolder}/status`;
