import type { ContainerPlan } from "../../container-plan.ts";
import { keptRefusals } from "../../keeper/refuses.ts";

/** Security options that a configuration of the OCI can say. */
const known = ["seccomp=unconfined", "no-new-privileges", "no-new-privileges:true"];

/** What cannot be honoured of a container. */
export function refuses(container: ContainerPlan): readonly string[] {
  const terminal = container.process.terminal ? ["it has no terminal: its program runs in the background"] : [];
  return [...terminal, ...keptRefusals(container, known)];
}
