import type { Approach } from "../../contract.ts";
import { together } from "../../placement/together.ts";
import { runit as supervisor } from "../../supervisors/runit/index.ts";

/** runsvdir as PID 1, which does not forward signals. Many images do this; it stays broken here, for comparison. */
export const runit: Approach = {
  name: "runit",
  summary: "one container with runsvdir as PID 1, for comparison: no service gets the stop signal",
  ...together(supervisor),
  requires: [],
};
