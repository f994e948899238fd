import { createHash } from "node:crypto";
import type { ContainerPlan } from "../../container-plan.ts";
import { labelPrefix } from "../../rendering/labels.ts";

/**
 * Label with a hash of what a Compose file can leave out again. The provider takes a missing argument, such as capabilities, a health check or
 * security options, for one that it may choose, and would leave the container as it is.
 * @returns none for a container that is none of a Compose file's: the other workloads always state these
 */
export function settingsLabel(plan: ContainerPlan): Readonly<Record<string, string>> {
  const { extras, grants, health, process, attachments } = plan;
  if (extras === undefined) return {};
  // A probe is another container's business.
  const check = { ...health, probe: undefined };
  const stated = [extras, grants, check, process.init, process.terminal, attachments.sharesIpc];
  const hash = createHash("sha256").update(JSON.stringify(stated)).digest("hex").slice(0, 12);
  return { [`${labelPrefix}.settings`]: hash };
}
