import type { Approach } from "../../contract.ts";
import { together } from "../../placement/together.ts";
import { supervisorGrants } from "../../supervisors/contract.ts";
import { cgroupVersionOf, systemd } from "../../supervisors/systemd/index.ts";
import { runsHere } from "../../supervisors/systemd/release.ts";

/** systemd in a container of podman, which gives it writable cgroups of its own: no privilege, and no mount of the host. */
export const podmanSystemd: Approach = {
  name: "podman-systemd",
  summary: "one unprivileged container with systemd as PID 1 and without a mount of the host, run by podman",
  // With cgroup v1, a container's writable hierarchy is systemd's own, which has no limits.
  ...together(systemd({ filtersCalls: false, controls: (settings) => cgroupVersionOf(settings) === 2 }), {
    grants: { grants: { ...supervisorGrants, ownCgroups: true }, mounts: [] },
  }),
  system: "podman",
  requires: [runsHere],
};
