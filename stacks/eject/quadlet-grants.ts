import { translated, type GrantPlan } from "../container-plan.ts";
import type { Lost } from "./losing.ts";
import { podmanArg, type Pair } from "./quadlet-unit.ts";

/** Grants as podman has them, by PodmanArgs where Quadlet has no key. */
export function grantPairs(grants: GrantPlan, lost: Lost): readonly Pair[] {
  const { readOnlyRoot, capabilities, noNewPrivileges, privileged, ownCgroups, ...more } = grants;
  const { cgroupNamespace, cgroupParent, ...rest } = more;
  translated(rest);
  if (privileged === true) lost("privileged", "Quadlet has no key for it, so PodmanArgs has");
  return [
    ["ReadOnly", String(readOnlyRoot)],
    // Podman's own tmpfs below /dev, /run and /tmp would be more than is asked for.
    ["ReadOnlyTmpfs", "false"],
    ...capabilities.drop.map((name) => ["DropCapability", name === "ALL" ? "all" : `CAP_${name}`] as const),
    ...capabilities.add.map((name) => ["AddCapability", `CAP_${name}`] as const),
    ["NoNewPrivileges", String(noNewPrivileges)],
    ...(privileged === true ? [["PodmanArgs", "--privileged"] as const] : []),
    ...(ownCgroups === true ? [["PodmanArgs", "--systemd=always"] as const] : []),
    ...(cgroupNamespace === undefined ? [] : [podmanArg("cgroupns", cgroupNamespace)]),
    // Quadlet's own choice, a cgroup below the unit's, refuses a parent.
    ...(cgroupParent === undefined
      ? []
      : [["CgroupsMode", "enabled"] as const, podmanArg("cgroup-parent", cgroupParent)]),
  ];
}
