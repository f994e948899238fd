import type { Workload } from "../../../services/contract.ts";
import type { HostFacts, Rendering, Settings, UnitPlan } from "../../contract.ts";
import { fold } from "../../rendering/folded/fold.ts";
import { cgroupVersionOf, systemdFolding, systemdWarnings } from "../../rendering/systemd/folding.ts";

/** @returns one privileged container that runs systemd */
export function render(workload: Workload, settings: Settings): Rendering {
  const version = cgroupVersionOf(settings);
  const folding = systemdFolding(workload, settings, { ...privileges, ...controlGroups[version] });
  return fold(workload, settings, {
    ...folding,
    warnings: [
      "privileged: whoever becomes root in this container is as good as root on the host, so never use it in production",
      "systemd changes the host: it sets the limit on open files, fs.file-max, to the highest there is, and writes to the kernel's log",
      ...warnings[version],
      ...systemdWarnings(version),
    ],
  });
}

/** A privileged container has all capabilities whatever is dropped. The services lose them through their units. */
const privileges: Partial<UnitPlan> = {
  privileged: true,
  capabilities: { add: [], drop: [] },
};

/**
 * Version 1: systemd finds itself by its path from the root of the host's hierarchies, so it needs them from their roots, as everybody
 * mounts them. Not read-only: engines up to 24 leave what is mounted below writable, and later ones do not, with which it cannot start.
 * Version 2: with a namespace of its own it is at the root of what it sees, which privileged containers may write.
 */
const controlGroups: Readonly<Record<HostFacts["cgroupVersion"], Partial<UnitPlan>>> = {
  1: {
    cgroupNamespace: "host",
    binds: [{ source: "/sys/fs/cgroup", target: "/sys/fs/cgroup", readOnly: false }],
  },
  2: { cgroupNamespace: "private" },
};

const warnings: Readonly<Record<HostFacts["cgroupVersion"], readonly string[]>> = {
  1: ["all control groups of the host can be written to in the container"],
  2: [],
};
