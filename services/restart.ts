import type { Service } from "./contract.ts";

/** When a service is started again after its end. */
export function restartOf({ restart, completes }: Service): NonNullable<Service["restart"]> {
  return completes === undefined ? (restart ?? "always") : "never";
}

/** Whether an end can be its last, so that it is not started again. */
export function canEnd(service: Service): boolean {
  return restartOf(service) !== "always";
}

/** Whether its last end is that of the deployment. */
export function isEssential({ essential = false }: Service): boolean {
  return essential;
}
