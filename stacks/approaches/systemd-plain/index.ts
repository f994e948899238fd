import type { Approach } from "../../contract.ts";
import { together, type Grants } from "../../placement/together.ts";
import { privilegedWarning, supervisorGrants } from "../../supervisors/contract.ts";
import { plainSystemd } from "../../supervisors/systemd/plain.ts";
import { runsHere } from "../../supervisors/systemd/release.ts";

/** `--privileged` and `--volume /sys/fs/cgroup:/sys/fs/cgroup:ro`, as in most instructions for systemd in a container. */
const grants: Grants = {
  grants: { ...supervisorGrants, privileged: true },
  mounts: [{ kind: "host", source: "/sys/fs/cgroup", path: "/sys/fs/cgroup", readOnly: true }],
};

const warnings = () => [
  privilegedWarning,
  "the read-only mount of the host's cgroups does not protect them: those below it can be written",
];

/** systemd as people run it in containers, with the flags and units of most instructions. */
export const systemdPlain: Approach = {
  name: "systemd-plain",
  plainOf: "systemd",
  summary:
    "one privileged container with systemd as its users write it, for comparison: cgroups mounted read-only, no hardening",
  ...together(plainSystemd, { plain: true, grants, warnings }),
  // Without the second systemd does not start: it cannot create its own cgroup.
  requires: ["privileged", "cgroupsBelowReadOnly", runsHere],
};
