import type { Value } from "../../../../lab/contract.ts";

/** One value per family: a container per service, one container with a small supervisor, one container with an init system. */
export type Row = readonly [separate: Value, supervisor: Value, init: Value];

/** The same value for all families. */
export const all = (value: Value): Row => [value, value, value];
