import { translated, type ContainerPlan } from "../container-plan.ts";
import type { Ejectable } from "./ejectable.ts";
import type { Lost } from "./losing.ts";

/** User, capabilities and the rest of what a container may do. */
export function securityOf(
  { uid, gid }: Pick<ContainerPlan["identity"], "uid" | "gid">,
  grants: ContainerPlan["grants"],
  lost: Lost,
) {
  const { readOnlyRoot, capabilities, noNewPrivileges, privileged, ownCgroups, ...more } = grants;
  const { cgroupNamespace, cgroupParent, ...rest } = more;
  translated(rest);
  const { add, drop, ...others } = capabilities;
  translated(others);
  if (ownCgroups === true) lost("writable cgroups of its own", "Kubernetes has no key for them", "refused");
  if (cgroupNamespace !== undefined) lost(`cgroup namespace ${cgroupNamespace}`, "Kubernetes decides", "refused");
  if (cgroupParent !== undefined) lost(`cgroup parent ${cgroupParent}`, "Kubernetes decides", "refused");
  if (privileged === true && noNewPrivileges)
    lost("no new privileges", "a privileged container can get some", "refused");
  return {
    runAsUser: uid,
    runAsGroup: gid,
    ...(uid === 0 ? {} : { runAsNonRoot: true }),
    readOnlyRootFilesystem: readOnlyRoot,
    allowPrivilegeEscalation: privileged === true || !noNewPrivileges,
    ...(privileged === true ? { privileged } : {}),
    capabilities: { add, drop },
    seccompProfile: { type: privileged === true ? "Unconfined" : "RuntimeDefault" },
  };
}

/** Groups of the pod. One group is given to volumes and delivered files: the only owner that Kubernetes has for them. */
export function groupsOf({ identity, mounts }: ContainerPlan, { rendering }: Ejectable, lost: Lost) {
  const { gid, groups } = identity;
  const volumes = mounts.flatMap((mount) =>
    mount.kind === "volume" ? rendering.volumes.filter(({ name }) => name === mount.volume) : [],
  );
  const owners = [
    ...volumes.flatMap(({ owner }) => (owner === undefined ? [] : [owner])),
    ...mounts.flatMap((mount) => (mount.kind === "delivered" ? mount.files.map(({ owner }) => owner) : [])),
  ];
  const needed = [...new Set(owners.map((owner) => owner.gid))].filter((one) => one !== 0);
  const fsGroup = needed.includes(gid) ? gid : needed[0];
  for (const other of needed.filter((one) => one !== fsGroup))
    lost(`files of the group ${other}`, "all volumes of a pod have one group", "refused");
  return {
    ...(groups.length === 0 ? {} : { supplementalGroups: groups }),
    ...(fsGroup === undefined ? {} : { fsGroup }),
  };
}
