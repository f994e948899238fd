import { UserError } from "../../errors/user-error.ts";
import type { Rendering, Scope } from "../contract.ts";
import type { System, SystemLook } from "../systems/contract.ts";
import { isOurs } from "./ports.ts";

/**
 * @throws UserError if a container or a network of another owner has a name that this deployment needs, or if a network that is made elsewhere is
 * not there
 */
export function checkNames(
  rendering: Rendering,
  scope: Scope,
  present: Pick<SystemLook, "containers" | "networks">,
  system: Pick<System, "removal">,
): void {
  for (const kind of ["container", "network"] as const) {
    const section = `${kind}s` as const;
    const others = present[section].filter((one) => !isOurs(scope, one));
    for (const planned of rendering[section]) {
      if ("external" in planned && planned.external) continue;
      if (others.some(({ name }) => name === planned.fullName)) throw taken(kind, planned.fullName, system);
    }
  }
  for (const { name, fullName, external = false } of rendering.networks) {
    if (external && !present.networks.some((one) => one.name === fullName)) throw missing(name, fullName);
  }
}

function missing(name: string, fullName: string): UserError {
  return new UserError({
    found: `The network ${name} is external, and there is no network ${fullName}.`,
    allowed: "one that exists",
    remedy: `create the network ${fullName}, or remove external: true`,
  });
}

function taken(kind: "container" | "network", name: string, system: Pick<System, "removal">): UserError {
  return new UserError({
    found: `A ${kind} named ${name} exists, and its labels are not those of this deployment.`,
    allowed: `no other ${kind} of this name: it is made from the state backend's address and the stack's name`,
    remedy: system.removal(name, kind),
  });
}
