import type { Approach } from "../../contract.ts";
import { together } from "../../placement/together.ts";
import { plainSupervisord } from "../../supervisors/supervisord/plain.ts";

/** supervisord as its users write it. Nothing of this project is in front of it or of a service; the control program only asks it. */
export const supervisordPlain: Approach = {
  name: "supervisord-plain",
  plainOf: "supervisord",
  summary: "one container with supervisord as PID 1 as its users write it, for comparison: mixed logs, no hardening",
  ...together(plainSupervisord, { plain: true }),
  requires: [],
};
