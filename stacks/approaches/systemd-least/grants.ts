import type { HostMount } from "../../container-plan.ts";
import type { HostFacts, Settings } from "../../contract.ts";
import type { Grants } from "../../placement/together.ts";
import { supervisorGrants } from "../../supervisors/contract.ts";

/**
 * systemd with the four capabilities that every supervisor here has, on a read-only root, without a way to gain privileges and under the
 * usual system call filter. What each buys, found by leaving it out:
 * - SETUID, SETGID: User= and Group=; without them no service starts (status 237 or 216).
 * - SETPCAP: CapabilityBoundingSet=; without it no unit that has one starts, not even the journal (status 218).
 * - KILL: signals to other users' processes; without it stopping the container takes services away that have seen no signal.
 * - writable cgroups: without them systemd ends at once, with 255, since it cannot make init.scope.
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
 * A container's own cgroups are mounted read-only, and a process that may mount could make them writable: but that takes SYS_ADMIN, nearly
 * everything that there is to drop. So the part of the host's tree that this container's cgroup is in is mounted, at its own place.
 *
 * cgroup v1: only the hierarchy that systemd sorts processes into, which limits nothing. Its root stays read-only: it has the file
 * release_agent, through which old kernels (before 5.17, where not mended) let root in a container run programs on the host.
 * cgroup v2: limits are in the same tree, so the container is put into a slice of its own and may write to nothing else.
 */
function cgroupAccess({ host }: Settings): CgroupAccess {
  return host?.cgroupVersion === 1 ? version1(host) : version2;
}

function version1({ containersCgroup }: HostFacts): CgroupAccess {
  return {
    mounts: [part("/sys/fs/cgroup/systemd", true), part(`/sys/fs/cgroup/systemd/${containersCgroup}`, false)],
    warnings: [
      "root in the container can sort processes of other containers into groups, which limits nothing, and sees the host's groups",
      `containers must be kept in cgroups below ${containersCgroup}, as they are unless that is left to the host's systemd`,
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
