import type { Approach } from "../../contract.ts";
import { together } from "../../placement/together.ts";
import { runit as supervisor } from "../../supervisors/runit/index.ts";

/** runsvdir as PID 1, which passes no signal on. Kept as it is found in the wild: it stays broken, as evidence. */
export const runit: Approach = {
  name: "runit",
  summary: "one container under runsvdir, whose signals are broken: no service learns that the container stops",
  ...together(supervisor),
  requires: [],
};
