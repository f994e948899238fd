import type { HostMount } from "../../container-plan.ts";
import type { HostFacts, Settings } from "../../contract.ts";
import type { Grants } from "../../placement/together.ts";
import { supervisorGrants } from "../../supervisors/contract.ts";
import { cgroupVersionOf } from "../../supervisors/systemd/index.ts";

/** A privileged container has all capabilities whatever is dropped. The services lose them through their units. */
export function privilegedGrants(settings: Settings): Grants {
  const { mounts, namespace } = cgroups[cgroupVersionOf(settings)];
  const grants = { ...supervisorGrants, capabilities: { add: [], drop: [] }, privileged: true };
  return { grants: { ...grants, cgroupNamespace: namespace }, mounts };
}

export function privilegedWarnings(settings: Settings): readonly string[] {
  return [
    "privileged: an attacker who becomes root in this container is as good as root on the host, so never use it in production",
    "systemd changes the host: it sets the limit on open files, fs.file-max, to the highest there is, and writes to the kernel's log",
    ...cgroups[cgroupVersionOf(settings)].warnings,
  ];
}

interface CgroupAccess {
  readonly namespace: "host" | "private";
  readonly mounts: readonly HostMount[];
  readonly warnings: readonly string[];
}

/**
 * cgroup v1: systemd finds itself by its path from the root of the host's hierarchies, so it needs them from their roots, as everybody
 * mounts them. Not read-only: Docker up to 24 leaves what is mounted below writable, and later releases do not, with which it cannot start.
 * cgroup v2: with a namespace of its own it is at the root of what it sees, which privileged containers may write.
 */
const cgroups: Readonly<Record<HostFacts["cgroupVersion"], CgroupAccess>> = {
  1: {
    namespace: "host",
    mounts: [{ kind: "host", source: "/sys/fs/cgroup", path: "/sys/fs/cgroup", readOnly: false }],
    warnings: ["all cgroups of the host can be written to in the container"],
  },
  2: { namespace: "private", mounts: [], warnings: [] },
};
