import type { Workload } from "../../services/contract.ts";
import type { Mount } from "../container-plan.ts";
import type { Settings, VolumePlan } from "../contract.ts";
import { objectName } from "../rendering/names.ts";
import { lastingFolder } from "../supervisors/paths.ts";

/** Name in the rendering. The underscore keeps it apart from names of the workload's volumes, which have none. */
const name = "completed_services";

/**
 * The volume that remembers which services have completed, for a new container too; undefined if none runs to completion. It goes with the
 * stack.
 */
export function completedVolume(
  { name: workload, services }: Workload,
  { scope }: Settings,
): { readonly volume: VolumePlan; readonly mount: Mount } | undefined {
  if (services.every(({ completes }) => completes === undefined)) return undefined;
  const fullName = objectName(scope, `${workload}-${name}`);
  return {
    volume: { name, fullName, owner: { uid: 0, gid: 0 }, mode: 0o700, holds: "state" },
    mount: { kind: "volume", volume: name, path: lastingFolder, readOnly: false },
  };
}
