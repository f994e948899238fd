import { translated, type GrantPlan } from "../container-plan.ts";

/** Grants as Compose has them. */
export function composeGrants(grants: GrantPlan) {
  const { readOnlyRoot, capabilities, noNewPrivileges, privileged, cgroupNamespace, cgroupParent, ...rest } = grants;
  translated(rest);
  return {
    read_only: readOnlyRoot,
    cap_add: capabilities.add,
    cap_drop: capabilities.drop,
    security_opt: noNewPrivileges ? ["no-new-privileges"] : [],
    ...(privileged === true ? { privileged } : {}),
    ...(cgroupNamespace === undefined ? {} : { cgroup: cgroupNamespace }),
    ...(cgroupParent === undefined ? {} : { cgroup_parent: cgroupParent }),
  };
}
