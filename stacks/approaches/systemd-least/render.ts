import type { Workload } from "../../../services/contract.ts";
import type { HostFacts, Rendering, Settings, UnitPlan } from "../../contract.ts";
import { fold } from "../../rendering/folded/fold.ts";
import { cgroupVersionOf, systemdFolding, systemdWarnings } from "../../rendering/systemd/folding.ts";

/**
 * One container that runs systemd with the four capabilities that every supervisor here has, on a read-only root, without a way to gain
 * privileges and under the engine's system call filter. What each buys, found by leaving it out:
 * - SETUID, SETGID: User= and Group=; without them no service starts (status 237 or 216).
 * - SETPCAP: CapabilityBoundingSet=; without it no unit that has one starts, not even the journal (status 218).
 * - KILL: signals to other users' processes; without it stopping the container takes services away that have seen no signal.
 * - writable control groups: without them systemd ends at once, with 255, since it cannot make init.scope.
 */
export function render(workload: Workload, settings: Settings): Rendering {
  const version = cgroupVersionOf(settings);
  return fold(workload, settings, {
    ...systemdFolding(workload, settings, controlGroups[version]),
    warnings: [...warnings[version], ...systemdWarnings(version)],
  });
}

const slice = "containerapproaches.slice";

/**
 * The engine mounts a container's own control groups read-only, and who may mount could make them writable: but that takes SYS_ADMIN,
 * nearly everything that there is to drop. So the part of the host's tree that this container's control group is in is mounted, at its
 * own place.
 *
 * Version 1: only the hierarchy that systemd sorts processes into, which limits nothing. Its root stays read-only: it has the file
 * release_agent, through which old kernels (before 5.17, where not mended) let root in a container run programs on the host.
 * Version 2: limits are in the same tree, so the container is put into a slice of its own and may write to nothing else.
 */
const controlGroups: Readonly<Record<HostFacts["cgroupVersion"], Partial<UnitPlan>>> = {
  1: {
    cgroupNamespace: "host",
    binds: [part("/sys/fs/cgroup/systemd", true), part("/sys/fs/cgroup/systemd/docker", false)],
  },
  2: {
    cgroupNamespace: "host",
    cgroupParent: slice,
    binds: [part(`/sys/fs/cgroup/${slice}`, false)],
  },
};

const warnings: Readonly<Record<HostFacts["cgroupVersion"], readonly string[]>> = {
  1: [
    "root in the container can sort processes of this engine's containers into groups, which limits nothing, and sees the host's groups",
    "the engine must keep containers in control groups below docker, as it does unless it is told to leave that to systemd",
  ],
  2: [`root in the container can lift its own limits, in ${slice}, and sees the names of the host's control groups`],
};

function part(path: string, readOnly: boolean) {
  return { source: path, target: path, readOnly };
}
