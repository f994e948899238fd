import type { ContainerPlan } from "../../container-plan.ts";
import { nspawnRefusals } from "../../keeper/nspawn-refuses.ts";

/** What cannot be honoured of a container. */
export function refuses(container: ContainerPlan): readonly string[] {
  const reserved = container.extras?.reservedMiB;
  // It would have to be reserved for all that is above it, too, which is the machine's own.
  return [...nspawnRefusals(container), ...(reserved === undefined ? [] : ["no memory is reserved for it"])];
}
