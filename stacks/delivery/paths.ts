import type { Scope } from "../contract.ts";

/** A tmpfs that every Linux host has; /run is one on most hosts only. */
export const hostMemory = "/dev/shm";

/** Parts of the path, below `hostMemory`, of the folder that has all that a deployment delivers into memory. */
export function deploymentFolder({ instance, stack, approach }: Scope): readonly string[] {
  return ["container-approaches", instance, stack, approach];
}

/** Name of the command that writes the files, after the approach's name. */
export const deliveringCommand = "delivered";
