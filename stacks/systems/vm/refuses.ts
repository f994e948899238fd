import type { ContainerPlan } from "../../container-plan.ts";
import { keptRefusals, simpleRefusals } from "../../keeper/refuses.ts";

/** What cannot be honoured of a container. */
export function refuses(container: ContainerPlan): readonly string[] {
  const { joins, instead, sharesIpc } = container.attachments;
  const joined = joins?.namespaces.filter((one) => one !== "pid") ?? [];
  return [
    ...keptRefusals(container, []),
    ...simpleRefusals(container, "the guest"),
    ...joined.map((namespace) => `its ${namespace} namespace is in a guest of its own`),
    ...(sharesIpc === true ? ["no other container shares its IPC namespace"] : []),
    ...(instead === "host" ? ["its network is the guest's, not the host's"] : []),
  ];
}
