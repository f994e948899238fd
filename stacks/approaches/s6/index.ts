import type { Approach } from "../../contract.ts";
import { together } from "../../placement/together.ts";
import { s6 as supervisor } from "../../supervisors/s6/index.ts";

/** All services in one container under s6. */
export const s6: Approach = {
  name: "s6",
  summary: "one container under s6-svscan, with readiness notification and ordered start and stop",
  ...together(supervisor),
  requires: [],
};
