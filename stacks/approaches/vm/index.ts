import type { Approach } from "../../contract.ts";
import { together } from "../../placement/together.ts";
import { supervisorGrants } from "../../supervisors/contract.ts";
import { cgroupVersionOf, systemd } from "../../supervisors/systemd/index.ts";
import { runsHere } from "../../supervisors/systemd/release.ts";

/** What services ran in before there were containers: one machine, here a virtual one, with systemd and all of them. */
export const vm: Approach = {
  name: "vm",
  summary: "one guest of QEMU with systemd and all services as its units",
  ...together(systemd({ filtersCalls: false, controls: (settings) => cgroupVersionOf(settings) === 2 }), {
    grants: { grants: { ...supervisorGrants, ownCgroups: true }, mounts: [] },
  }),
  system: "vm",
  requires: [runsHere],
};
