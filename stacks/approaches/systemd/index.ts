import type { Approach } from "../../contract.ts";
import { together } from "../../placement/together.ts";
import { systemd as supervisor } from "../../supervisors/systemd/index.ts";
import { runsHere } from "../../supervisors/systemd/release.ts";
import { privilegedGrants, privilegedWarnings } from "./grants.ts";

/** systemd as most people run it in containers: privileged. For comparison; `systemd-least` shows that it needs no privilege. */
export const systemd: Approach = {
  name: "systemd",
  summary: "one privileged container with systemd as PID 1 and the host's cgroups, for comparison",
  // A privileged container has no seccomp filter, so the units have their own.
  ...together(supervisor({ filtersCalls: true, controls: () => true }), {
    grants: privilegedGrants,
    warnings: privilegedWarnings,
  }),
  requires: ["privileged", runsHere],
};
