import type { HealthSchedule } from "../../services/contract.ts";

/** For a slow machine. */
export const marginSeconds = 30;

/** Seconds in which a container's checks can still pass, and a margin for a slow machine. @param health undefined if it has no check */
export function readyWithinSeconds(health: HealthSchedule | undefined): number {
  if (health === undefined) return marginSeconds;
  const { startPeriodSeconds, retries, intervalSeconds, timeoutSeconds } = health;
  return startPeriodSeconds + (retries + 1) * (intervalSeconds + timeoutSeconds) + marginSeconds;
}
