import { UserError } from "../../errors/user-error.ts";
import type { System } from "../../stacks/systems/contract.ts";
import type { StackState } from "./state.ts";

/**
 * Refuses to work on a stack whose objects are elsewhere: Pulumi would look for them here, and forget those that it does not find.
 * @throws UserError if a system is another one than that on which the stack is deployed
 */
export async function refuseMoved(
  { outputs, resources }: Pick<StackState, "outputs" | "resources">,
  systems: readonly System[],
  stack: string,
): Promise<void> {
  // The stack itself, and providers.
  if (resources.every(({ type }) => type.startsWith("pulumi:"))) return;
  for (const system of systems) {
    const there = placeOf({ outputs, resources }, system);
    if (there === undefined) continue;
    const here = await system.place();
    const { name } = system;
    if (there.id === undefined ? there.address === here.address : there.id === here.id) continue;
    const same = here.address === there.address;
    throw new UserError({
      found: `The stack ${stack} is deployed on another ${name}: ${[there.id, there.address].filter(Boolean).join(" at ")}. This is ${here.id} at ${here.address}.`,
      allowed: "the one that it is deployed on, until it has been removed there",
      remedy: same
        ? `if the other one is gone, with all that was on it: ./pulumiw refresh --stack ${stack} --yes, then this again`
        : `go back to ${there.address} (DOCKER_HOST or a docker context names it), or remove the stack there first: npm run down -- ${stack}; if that one is gone, with all that was on it: ./pulumiw stack rm ${stack} --force --preserve-config --yes`,
    });
  }
}

/** The outputs tell after a deployment that has succeeded; the resources have the address, but no id. */
function placeOf(
  { outputs, resources }: Pick<StackState, "outputs" | "resources">,
  system: System,
): { readonly id?: string; readonly address: string } | undefined {
  const said = outputs?.systems?.[system.name];
  if (said !== undefined) return said;
  const address = system.addressIn(resources);
  return address === undefined ? undefined : { address };
}
