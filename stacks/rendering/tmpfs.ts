import { translated, type ScratchMount } from "../container-plan.ts";

/** A scratch folder's mount options, as Linux has them for a tmpfs. */
export function tmpfsOptions({ path, sizeMiB, mode, owner, exec = false, ...rest }: ScratchMount): string {
  translated(rest);
  if (sizeMiB < 1) throw new Error(`the scratch folder ${path} has a size of ${sizeMiB} MiB`);
  const ids = owner === undefined ? [] : [`uid=${owner.uid}`, `gid=${owner.gid}`];
  const bits = `mode=${mode.toString(8).padStart(4, "0")}`;
  return ["rw", exec ? "exec" : "noexec", "nosuid", "nodev", `size=${sizeMiB}m`, bits, ...ids].join(",");
}
