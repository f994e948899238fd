import type { Value } from "../../../../lab/contract.ts";

/** Index of the family in a row, and the factor relative to it. */
const families: Readonly<Record<string, readonly [family: 0 | 1 | 2, factor: number]>> = {
  separate: [0, 1],
  pod: [0, 1.08],
  supervisord: [1, 1],
  s6: [1, 0.72],
  "runit-graceful": [1, 0.75],
  runit: [1, 0.7],
  shell: [1, 0.65],
  "systemd-least": [2, 1.02],
  systemd: [2, 1],
  "separate, not hardened": [0, 1],
  "systemd-plain": [2, 1],
  "systemd, limits per service": [2, 1],
};

/** Values in which an approach differs from its family. */
export const unlike: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  pod: { "posture/undeclared": 1, "complexity/containers": 3, "identity/sameName": true },
  "systemd-least": { "posture/privileged": false, "posture/hostMounts": 0, "posture/score": 70 },
  runit: { "shutdown/stop.told.entry": false, "shutdown/stop.told.peer": false, "shutdown/hup.stops": true },
  shell: { "recovery/entry.back": false, "shutdown/stop.killed": true, "logs/attributable": false },
};

/** The family of an approach or variant; a small supervisor if it is not known. */
export function familyOf(approach: string): readonly [family: 0 | 1 | 2, factor: number] {
  return families[approach] ?? [1, 1];
}
