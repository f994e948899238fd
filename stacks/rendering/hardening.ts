import type { GrantPlan } from "../container-plan.ts";
import type { Rendering, Settings, Traits } from "../contract.ts";

/** Whether containers and services get the least privilege that they work with. */
export function isHardened({ hardening = "least" }: Pick<Settings, "hardening">): boolean {
  return hardening === "least";
}

/** What is not so without hardening. */
export const unhardenedTraits = { runsUnprivileged: false, readOnlyRoot: false } satisfies Partial<Traits>;

/** Grants as the system gives them if nothing is said; privilege and cgroups, without which an approach does not work, stay. */
export function unhardenedGrants(grants: GrantPlan): GrantPlan {
  return { ...grants, readOnlyRoot: false, capabilities: { add: [], drop: [] }, noNewPrivileges: false };
}

/** The rendering with the hardening that the settings ask for. Programs in images, such as those that drop capabilities, are not its business. */
export function hardenedAs(settings: Settings, rendering: Rendering): Rendering {
  if (isHardened(settings)) return rendering;
  return {
    ...rendering,
    containers: rendering.containers.map((container) => ({ ...container, grants: unhardenedGrants(container.grants) })),
    traits: unhardenedTraits,
    warnings: [warning, ...rendering.warnings],
  };
}

const warning =
  "not hardened: containers have the capabilities that the system gives by default or more and can write their root, and services can gain privileges by setuid programs; least privilege is the default";
