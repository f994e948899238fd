import type { DeliveredMount } from "../../../container-plan.ts";
import type { Scope } from "../../../contract.ts";
import { labelPrefix } from "../../../rendering/labels.ts";
import { objectName } from "../../../rendering/names.ts";

/** A tmpfs that every Linux host has; /run is one on most hosts only. */
export const hostMemory = "/dev/shm";

/** Parts of the path, below `hostMemory`, of the folder that has all that a deployment delivers into memory. */
export function deploymentFolder({ instance, stack, approach }: Scope): readonly string[] {
  return ["container-approaches", instance, stack, approach];
}

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

/** Name of the command that writes the files, after the approach's name. */
export const deliveringCommand = "delivered";
