import type { HostMount } from "../../container-plan.ts";
import type { HostFacts, Settings } from "../../contract.ts";
import type { Grants } from "../../placement/together.ts";
import { privilegedWarning, supervisorGrants } from "../../supervisors/contract.ts";
import { cgroupVersionOf } from "../../supervisors/systemd/index.ts";

/** A privileged container has all capabilities, even those in `drop`. The services' units drop them. */
export function privilegedGrants(settings: Settings): Grants {
  const { mounts, namespace } = cgroups[cgroupVersionOf(settings)];
  const grants = { ...supervisorGrants, capabilities: { add: [], drop: [] }, privileged: true };
  return { grants: { ...grants, cgroupNamespace: namespace }, mounts };
}

export function privilegedWarnings(settings: Settings): readonly string[] {
  return [
    privilegedWarning,
    "systemd changes the host: it sets fs.file-max, the limit on open files, to the maximum, and writes to the kernel's log",
    ...cgroups[cgroupVersionOf(settings)].warnings,
  ];
}

interface CgroupAccess {
  readonly namespace: "host" | "private";
  readonly mounts: readonly HostMount[];
  readonly warnings: readonly string[];
}

/**
 * cgroup v1: systemd looks itself up by its path from the root of the host's hierarchies, so they are mounted whole, as usual for systemd
 * in containers. Not read-only: moby 25 and newer apply read-only to the mounts below as well, and then systemd cannot start.
 * cgroup v2: in a cgroup namespace of its own, systemd is at the root of what it sees, and a privileged container can write there.
 */
const cgroups: Readonly<Record<HostFacts["cgroupVersion"], CgroupAccess>> = {
  1: {
    namespace: "host",
    mounts: [{ kind: "host", source: "/sys/fs/cgroup", path: "/sys/fs/cgroup", readOnly: false }],
    warnings: ["the container can write to all cgroups of the host"],
  },
  2: { namespace: "private", mounts: [], warnings: [] },
};
