import { ownFolder } from "../paths.ts";

/** What supervisord writes while it runs, for root alone. */
export const runFolder = "/run/supervisor";

/** Where supervisorctl looks for it by itself. */
export const confPath = "/etc/supervisor/supervisord.conf";

/** What becomes PID 1. */
export const pid1Path = `${ownFolder}/supervisord`;

/** Starts services once those that they depend on are ready. */
export const orderPath = `${ownFolder}/order`;

/** Says what supervisord says of a service. */
export const statusPath = `${ownFolder}/status`;

/** Program that becomes a service. */
export function runPath(service: string): string {
  return `${ownFolder}/run/${service}`;
}
