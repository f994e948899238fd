import type { Approach } from "../../contract.ts";
import { together } from "../../placement/together.ts";
import { supervisord as supervisor } from "../../supervisors/supervisord/index.ts";

/** All services in one container under supervisord, confined as far as supervisord allows. */
export const supervisord: Approach = {
  name: "supervisord",
  summary: "one container whose supervisord starts, restarts and stops all services",
  ...together(supervisor),
  requires: [],
};
