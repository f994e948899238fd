import type { Service } from "../../services/contract.ts";

/** When a service is started again after its end. */
export function restartOf({ restart, completes }: Service): NonNullable<Service["restart"]> {
  return completes === undefined ? (restart ?? "always") : "never";
}
