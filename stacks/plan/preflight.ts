import { UserError } from "../../errors/user-error.ts";
import type { Rendering, Scope } from "../contract.ts";
import type { System, SystemLook } from "../systems/contract.ts";
import { isOurs } from "./ports.ts";

/** @throws UserError if a container of another owner has a name that this deployment needs */
export function checkNames(
  rendering: Rendering,
  scope: Scope,
  { containers }: Pick<SystemLook, "containers">,
  system: Pick<System, "removal">,
): void {
  for (const { fullName } of rendering.containers) {
    const other = containers.find(({ name }) => name === fullName);
    if (other === undefined || isOurs(scope, other)) continue;
    throw new UserError({
      found: `A container named ${fullName} exists, and its labels are not those of this deployment.`,
      allowed: "no other container of this name: it is made from the state backend's address and the stack's name",
      remedy: system.removal(fullName),
    });
  }
}
