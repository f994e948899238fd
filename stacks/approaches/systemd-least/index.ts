import type { Approach } from "../../contract.ts";
import { together } from "../../placement/together.ts";
import { systemd } from "../../supervisors/systemd/index.ts";
import { leastGrants, leastWarnings } from "./grants.ts";

/** systemd with what it needs and nothing else. */
export const systemdLeast: Approach = {
  name: "systemd-least",
  summary: "one unprivileged container whose PID 1 is systemd, with only its own cgroups writable",
  ...together(systemd({ filtersCalls: false }), { grants: leastGrants, warnings: leastWarnings }),
  // What it may write on the host are cgroups without effect on what is not in them: no privilege to ask for.
  requires: [],
};
