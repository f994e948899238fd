import type { Workload } from "../../../services/contract.ts";
import { seenTo, type GrantPlan } from "../../container-plan.ts";
import { lostAlone, type Share } from "./fold-share.ts";
import { mayMount } from "./roots.ts";

/** What is needed to enter roots as other users, and to signal them. Docker's own capabilities have all of it. */
const needed = ["KILL", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"];

/** Privileges of the container for all, and what of the services' restrictions is lost. */
export interface FoldedGrants {
  readonly grants: GrantPlan;
  readonly warnings: readonly string[];
}

/** What any service has, all can have; what all are denied, is denied. */
export function foldedGrants(shares: readonly Share[], workload: Workload): FoldedGrants {
  const all = shares.map(({ name, grants }) => ({ name, ...restrictionsOf(grants) }));
  const unique = (names: readonly string[]) => [...new Set(names)];
  const dropped = unique(all.flatMap(({ capabilities }) => capabilities.drop));
  const drop = dropped.filter((capability) => !needed.includes(capability) && all.every(denies(capability)));
  const mounts = mayMount(workload) ? ["SYS_ADMIN"] : [];
  return {
    grants: {
      // Each root is a part of the container's.
      readOnlyRoot: all.every(({ readOnlyRoot }) => readOnlyRoot),
      capabilities: {
        add: unique([
          ...all.flatMap(({ capabilities }) => capabilities.add),
          ...mounts,
          ...(drop.includes("ALL") ? needed : []),
        ]),
        drop,
      },
      noNewPrivileges: all.every(({ noNewPrivileges }) => noNewPrivileges),
    },
    warnings: [
      ...lostAlone(shares, "its read-only root", ({ grants }) => grants.readOnlyRoot),
      ...lostAlone(shares, "no-new-privileges", ({ grants }) => grants.noNewPrivileges),
      ...all.flatMap(({ name, capabilities }) => {
        const kept = capabilities.drop.filter((capability) => !drop.includes(capability));
        return kept.length === 0
          ? []
          : [`${name}: cap_drop ${kept.join(", ")} is not honoured: another service, or the supervisor, needs it`];
      }),
      ...(drop.includes("ALL") ? [`the container keeps ${needed.join(", ")}: the supervisor needs them`] : []),
    ],
  };
}

type Restrictions = Pick<GrantPlan, "readOnlyRoot" | "capabilities" | "noNewPrivileges">;

function restrictionsOf({ readOnlyRoot, capabilities, noNewPrivileges, ...rest }: GrantPlan): Restrictions {
  // They are conflicts: no service is folded that asks for them.
  seenTo(rest, ["privileged", "ownCgroups", "cgroupNamespace", "cgroupParent"]);
  return { readOnlyRoot, capabilities, noNewPrivileges };
}

const denies =
  (capability: string) =>
  ({ capabilities: { drop } }: Restrictions): boolean =>
    drop.includes(capability) || drop.includes("ALL");
