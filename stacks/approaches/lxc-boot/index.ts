import type { Approach } from "../../contract.ts";
import { together } from "../../placement/together.ts";
import { supervisorGrants } from "../../supervisors/contract.ts";
import { cgroupVersionOf, systemd } from "../../supervisors/systemd/index.ts";
import { runsHere } from "../../supervisors/systemd/release.ts";

/** A whole system in a container of LXC, which is what LXC was made for. */
export const lxcBoot: Approach = {
  name: "lxc-boot",
  summary: "one container with systemd as PID 1 and all services as its units, run by LXC",
  ...together(systemd({ filtersCalls: false, controls: (settings) => cgroupVersionOf(settings) === 2 }), {
    grants: { grants: { ...supervisorGrants, ownCgroups: true }, mounts: [] },
  }),
  system: "lxc",
  requires: [runsHere],
};
