import type { Approach } from "../../contract.ts";
import { together } from "../../placement/together.ts";
import { cgroupVersionOf, systemd } from "../../supervisors/systemd/index.ts";
import { runsHere } from "../../supervisors/systemd/release.ts";
import { leastGrants, leastWarnings } from "./grants.ts";

/** systemd with the fewest grants that it works with. */
export const systemdLeast: Approach = {
  name: "systemd-least",
  summary: "one unprivileged container with systemd as PID 1; only its own cgroups are writable",
  // With cgroup v1 only systemd's own hierarchy is writable, which has no limits.
  ...together(systemd({ filtersCalls: false, controls: (settings) => cgroupVersionOf(settings) === 2 }), {
    grants: leastGrants,
    warnings: leastWarnings,
  }),
  // The host's cgroups that it can write to affect only processes in them, so it requires no grant of the user.
  requires: ["ownCgroupsWritable", runsHere],
};
