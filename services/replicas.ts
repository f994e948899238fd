/** Most replicas that a service can have. */
const most = 32;

/** What a number of replicas can be, for messages. */
export const replicasRule = `a whole number from 1 to ${most}`;

/** What it can be of a service that runs to completion, for messages. */
export const onceOnly = "1: what a service that runs to completion does is done once";

/** Whether a value is a number of replicas. */
export function isReplicas(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= most;
}
