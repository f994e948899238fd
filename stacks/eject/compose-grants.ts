import { seenTo, type GrantPlan } from "../container-plan.ts";

/** Grants as Compose has them. @param options further security options */
export function composeGrants(grants: GrantPlan, options: readonly string[] = []) {
  const { readOnlyRoot, capabilities, noNewPrivileges, privileged, cgroupNamespace, cgroupParent, ...rest } = grants;
  // Compose has no key for them: targets.ts says so.
  seenTo(rest, ["ownCgroups"]);
  return {
    read_only: readOnlyRoot,
    cap_add: capabilities.add,
    cap_drop: capabilities.drop,
    security_opt: [...(noNewPrivileges ? ["no-new-privileges"] : []), ...options],
    ...(privileged === true ? { privileged } : {}),
    ...(cgroupNamespace === undefined ? {} : { cgroup: cgroupNamespace }),
    ...(cgroupParent === undefined ? {} : { cgroup_parent: cgroupParent }),
  };
}
