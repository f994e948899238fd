import type * as docker from "@pulumi/docker";
import { translated, type GrantPlan } from "../../container-plan.ts";

/** The provider's arguments for what a container may do. */
export function grantArgs(grants: GrantPlan): Partial<docker.ContainerArgs> {
  const { readOnlyRoot, capabilities, noNewPrivileges, privileged, cgroupNamespace, cgroupParent, ...rest } = grants;
  translated(rest);
  const own = noNewPrivileges ? ["no-new-privileges"] : [];
  return {
    readOnly: readOnlyRoot,
    // What Docker makes of a privileged container by itself: a refresh would find the difference.
    ...(privileged === true
      ? { privileged: true, securityOpts: [...own, "label=disable"] }
      : { capabilities: capabilityArgs(capabilities), securityOpts: own }),
    ...(cgroupNamespace === undefined ? {} : { cgroupnsMode: cgroupNamespace }),
    ...(cgroupParent === undefined ? {} : { cgroupParent }),
  };
}

/** With the prefix that Docker adds by itself. */
function capabilityArgs({ add, drop }: GrantPlan["capabilities"]) {
  return { adds: add.map((name) => `CAP_${name}`), drops: [...drop] };
}
