import type { Approach } from "../../contract.ts";
import { together } from "../../placement/together.ts";
import { supervisorGrants } from "../../supervisors/contract.ts";
import { cgroupVersionOf, systemd } from "../../supervisors/systemd/index.ts";
import { runsHere } from "../../supervisors/systemd/release.ts";

/** systemd in a container of systemd-nspawn, which was made for it. */
export const nspawnBoot: Approach = {
  name: "nspawn-boot",
  summary: "one container with systemd as PID 1 and all services as its units, run by systemd-nspawn",
  ...together(systemd({ filtersCalls: false, controls: (settings) => cgroupVersionOf(settings) === 2 }), {
    grants: { grants: { ...supervisorGrants, ownCgroups: true }, mounts: [] },
  }),
  system: "nspawn",
  requires: [runsHere],
};
