import type { DeliveredMount } from "../../../container-plan.ts";
import type { Scope } from "../../../contract.ts";
import { hostMemory } from "../../../delivery/paths.ts";
import { labelPrefix } from "../../../rendering/labels.ts";
import { objectName } from "../../../rendering/names.ts";

/** Whether a path of the host is that of a folder with secrets. */
export function isMemoryFolder(path: string): boolean {
  return path.startsWith(`${hostMemory}/container-approaches/`);
}

/** Docker's name of the volume through which a container gets a delivered mount. */
export function deliveredVolume(scope: Scope, { name }: Pick<DeliveredMount, "name">): string {
  return objectName(scope, `delivered-${name}`);
}

/** Label of such a volume; the value is where it is stored. */
export const deliveredLabel = `${labelPrefix}.delivered`;
