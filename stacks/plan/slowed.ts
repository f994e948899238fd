import type { Service, Workload } from "../../services/contract.ts";
import type { SystemLook } from "../systems/contract.ts";

/**
 * The workload with as much more time for starts, health checks, stops and completions as the system's guests need for them. How often a check runs
 * stays. Pure.
 */
export function slowed(workload: Workload, { guests }: Pick<SystemLook, "guests">): Workload {
  const pace = guests?.pace ?? 1;
  return pace === 1
    ? workload
    : { ...workload, services: workload.services.map((service) => slowedService(service, pace)) };
}

/** What users should know of a system whose guests are emulated: one sentence, or none. Pure. */
export function slownessOf({ guests }: Pick<SystemLook, "guests">): readonly string[] {
  if (guests?.emulated !== true) return [];
  return [
    `its processors are emulated, since KVM runs no guest on this machine: programs need up to ${guests.pace} times as long, and have that for starts, health checks and stops`,
  ];
}

function slowedService(service: Service, pace: number): Service {
  const { health, completes, stopGraceSeconds } = service;
  return {
    ...service,
    health: {
      ...health,
      timeoutSeconds: health.timeoutSeconds * pace,
      startPeriodSeconds: health.startPeriodSeconds * pace,
    },
    stopGraceSeconds: stopGraceSeconds * pace,
    ...(completes === undefined ? {} : { completes: { withinSeconds: completes.withinSeconds * pace } }),
  };
}
