import type * as docker from "@pulumi/docker";
import { seenTo, type GrantPlan } from "../../container-plan.ts";

/** The provider's arguments for a container's grants. @param options further security options */
export function grantArgs(grants: GrantPlan, options: readonly string[] = []): Partial<docker.ContainerArgs> {
  const { readOnlyRoot, capabilities, noNewPrivileges, privileged, cgroupNamespace, cgroupParent, ...rest } = grants;
  // Docker has no means for them: `refuses` says so.
  seenTo(rest, ["ownCgroups"]);
  const own = [...(noNewPrivileges ? ["no-new-privileges"] : []), ...options];
  return {
    readOnly: readOnlyRoot,
    // Docker sets label=disable for a privileged container; without it here, a refresh would find a difference.
    ...(privileged === true
      ? { privileged: true, securityOpts: [...own, "label=disable"] }
      : { capabilities: capabilityArgs(capabilities), securityOpts: own }),
    ...(cgroupNamespace === undefined ? {} : { cgroupnsMode: cgroupNamespace }),
    ...(cgroupParent === undefined ? {} : { cgroupParent }),
  };
}

/** With the prefix that Docker reports, so that a refresh finds no difference. */
function capabilityArgs({ add, drop }: GrantPlan["capabilities"]) {
  return { adds: add.map((name) => `CAP_${name}`), drops: [...drop] };
}
