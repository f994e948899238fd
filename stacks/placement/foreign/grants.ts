import type { ForeignService } from "../../../services/foreign/contract.ts";
import { seenTo, type GrantPlan } from "../../container-plan.ts";

const noNewPrivileges = /^no-new-privileges(?:[:=]true)?$/;

/** Privileges and restrictions of a service, as the file has them. */
export function grantsOf({ confinement }: ForeignService): GrantPlan {
  const { readOnlyRoot, capabilities, securityOptions, privileged, namespaces, cgroupParent, ...rest } = confinement;
  seenTo(rest, ["devices", "sysctls", "hostname", "domainname", "extraHosts", "dns", "runtime"]);
  const bare = (names: readonly string[]) => names.map((name) => name.toUpperCase().replace(/^CAP_/, ""));
  const { cgroup } = namespaces;
  return {
    readOnlyRoot,
    capabilities: { add: bare(capabilities.add), drop: bare(capabilities.drop) },
    noNewPrivileges: securityOptions.some((option) => noNewPrivileges.test(option)),
    ...(privileged ? { privileged } : {}),
    ...(cgroupParent === undefined ? {} : { cgroupParent }),
    ...(cgroup === "host" || cgroup === "private" ? { cgroupNamespace: cgroup } : {}),
  };
}

/** Security options that are no grant of their own. */
export function otherOptions({ confinement }: ForeignService): readonly string[] {
  return confinement.securityOptions.filter((option) => !noNewPrivileges.test(option));
}
