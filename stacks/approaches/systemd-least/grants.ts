import type { HostMount } from "../../container-plan.ts";
import type { HostFacts, Settings } from "../../contract.ts";
import type { Grants } from "../../placement/together.ts";
import { supervisorGrants } from "../../supervisors/contract.ts";

/**
 * systemd with the four capabilities of every supervisor here, a read-only root, no-new-privileges and the default seccomp filter.
 * Why each grant is needed, found by leaving it out:
 * - SETUID, SETGID: for User= and Group=; without them no service starts (status 237 or 216).
 * - SETPCAP: for CapabilityBoundingSet=; without it no unit that sets one starts, not even the journal (status 218).
 * - KILL: for signals to other users' processes; without it services die at the stop of the container without a signal.
 * - writable cgroups: without them systemd exits at once with 255, because it cannot create init.scope.
 */
export function leastGrants(settings: Settings): Grants {
  const { mounts, parent } = cgroupAccess(settings);
  const grants = { ...supervisorGrants, cgroupNamespace: "host" } as const;
  return { grants: parent === undefined ? grants : { ...grants, cgroupParent: parent }, mounts };
}

export function leastWarnings(settings: Settings): readonly string[] {
  return cgroupAccess(settings).warnings;
}

interface CgroupAccess {
  readonly mounts: readonly HostMount[];
  readonly parent?: string;
  readonly warnings: readonly string[];
}

const slice = "containerapproaches.slice";

/**
 * A container's own cgroups are mounted read-only. Remounting them writable takes SYS_ADMIN, the capability that is most worth dropping.
 * So the part of the host's tree that holds this container's cgroup is mounted, at the same path.
 *
 * cgroup v1: only systemd's own hierarchy, which has no limits. Its root stays read-only: it has the file release_agent, through which
 * unpatched kernels before 5.17 let root in a container run programs on the host.
 * cgroup v2: limits are in the same tree, so the container gets a slice of its own and can write to nothing else.
 */
function cgroupAccess({ host }: Settings): CgroupAccess {
  return host?.cgroupVersion === 1 ? version1(host) : version2;
}

function version1({ containersCgroup }: HostFacts): CgroupAccess {
  return {
    mounts: [part("/sys/fs/cgroup/systemd", true), part(`/sys/fs/cgroup/systemd/${containersCgroup}`, false)],
    warnings: [
      "root in the container can move processes of other containers between cgroups of systemd's hierarchy, which has no limits, and sees the names of the host's cgroups",
      `on the host, cgroups of containers must be below ${containersCgroup}, as with the cgroup driver cgroupfs (not systemd)`,
    ],
  };
}

const version2: CgroupAccess = {
  mounts: [part(`/sys/fs/cgroup/${slice}`, false)],
  parent: slice,
  warnings: [`root in the container can lift its own limits, in ${slice}, and sees the names of the host's cgroups`],
};

function part(path: string, readOnly: boolean): HostMount {
  return { kind: "host", source: path, path, readOnly };
}
