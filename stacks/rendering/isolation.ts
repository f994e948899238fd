import type { Service } from "../../services/contract.ts";

/** `uid:gid`. */
export function userOf({ user }: Service): string {
  return `${user.uid}:${user.gid}`;
}

/** Mount options of folders that are written to and never executed from. */
export const scratchOptions = "rw,noexec,nosuid,nodev";

/** /tmp for everybody, since libraries expect it, and each folder that a service asked for, writable by it alone. */
export function tmpfsFor(services: readonly Service[]): Record<string, string> {
  const scratch = services.flatMap(({ user: { uid, gid }, scratch }) =>
    scratch.map(
      ({ path, sizeMiB }) => [path, `${scratchOptions},size=${sizeMiB}m,mode=0700,uid=${uid},gid=${gid}`] as const,
    ),
  );
  return { "/tmp": `${scratchOptions},size=${8 * services.length}m,mode=1777`, ...Object.fromEntries(scratch) };
}
