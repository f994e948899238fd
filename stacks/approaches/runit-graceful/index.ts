import type { Approach } from "../../contract.ts";
import { together } from "../../placement/together.ts";
import { gracefulRunit } from "../../supervisors/runit/graceful.ts";

/** runit as a container needs it: a PID 1 that lets services stop, and services that wait for what they need. */
export const runitGraceful: Approach = {
  name: "runit-graceful",
  summary: "one container under runit, with a PID 1 of its own that lets every service see the stop signal",
  ...together(gracefulRunit),
  requires: [],
};
