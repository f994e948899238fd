import type { Approach } from "../../contract.ts";
import { together } from "../../placement/together.ts";
import { gracefulRunit } from "../../supervisors/runit/graceful.ts";

/** runit with what containers need: a PID 1 that sends services their stop signal, and services that wait for their dependencies. */
export const runitGraceful: Approach = {
  name: "runit-graceful",
  summary: "one container under runit, with a PID 1 that sends every service its stop signal",
  ...together(gracefulRunit),
  requires: [],
};
