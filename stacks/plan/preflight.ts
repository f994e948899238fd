import { UserError } from "../../errors/user-error.ts";
import type { Rendering, Scope } from "../contract.ts";
import type { System, SystemLook } from "../systems/contract.ts";
import { isOurs } from "./ports.ts";

/** @throws UserError if a container or a network of another owner has a name that this deployment needs */
export function checkNames(
  rendering: Rendering,
  scope: Scope,
  present: Pick<SystemLook, "containers" | "networks">,
  system: Pick<System, "removal">,
): void {
  for (const kind of ["container", "network"] as const) {
    const section = `${kind}s` as const;
    const others = present[section].filter((one) => !isOurs(scope, one));
    for (const { fullName } of rendering[section]) {
      if (others.some(({ name }) => name === fullName)) throw taken(kind, fullName, system);
    }
  }
}

function taken(kind: "container" | "network", name: string, system: Pick<System, "removal">): UserError {
  return new UserError({
    found: `A ${kind} named ${name} exists, and its labels are not those of this deployment.`,
    allowed: `no other ${kind} of this name: it is made from the state backend's address and the stack's name`,
    remedy: system.removal(name, kind),
  });
}
