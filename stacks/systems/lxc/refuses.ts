import type { ContainerPlan } from "../../container-plan.ts";
import { cgroupRefusals, keptRefusals, simpleRefusals } from "../../keeper/refuses.ts";

/** What cannot be honoured of a container. */
export function refuses(container: ContainerPlan): readonly string[] {
  return [...keptRefusals(container, []), ...simpleRefusals(container, "LXC"), ...cgroupRefusals(container)];
}
