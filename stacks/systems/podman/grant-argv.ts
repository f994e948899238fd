import { translated, type GrantPlan } from "../../container-plan.ts";

/** Options for a container's grants. */
export function grantWords(grants: GrantPlan): readonly string[] {
  const { readOnlyRoot, capabilities, noNewPrivileges, privileged, ownCgroups, ...more } = grants;
  const { cgroupNamespace, cgroupParent, ...rest } = more;
  translated(rest);
  return [
    // Podman's own tmpfs below /dev, /run and /tmp would be more than is asked for.
    ...(readOnlyRoot ? ["--read-only", "--read-only-tmpfs=false"] : []),
    // Podman makes writable cgroups, and folders in memory, for what it takes for systemd by its name. Here it is said.
    `--systemd=${ownCgroups === true ? "always" : "false"}`,
    ...capabilities.drop.flatMap((name) => ["--cap-drop", name === "ALL" ? "all" : `CAP_${name}`]),
    ...capabilities.add.flatMap((name) => ["--cap-add", `CAP_${name}`]),
    ...(noNewPrivileges ? ["--security-opt", "no-new-privileges"] : []),
    ...(privileged === true ? ["--privileged"] : []),
    ...(cgroupNamespace === undefined ? [] : ["--cgroupns", cgroupNamespace]),
    ...(cgroupParent === undefined ? [] : ["--cgroup-parent", cgroupParent]),
  ];
}
