import type { Service } from "../../services/contract.ts";
import type { GrantPlan, ScratchMount } from "../container-plan.ts";

/** `uid:gid`. */
export function userOf({ user }: Service): string {
  return `${user.uid}:${user.gid}`;
}

/** /tmp for all users, because libraries expect it, and the folders of each service, writable by it alone. */
export function scratchOf(services: readonly Service[]): ScratchMount[] {
  const own = services.flatMap(({ user: owner, scratch }) =>
    scratch.map(({ path, sizeMiB, mode = 0o700, exec = false }) => ({
      ...scratchMount(path, sizeMiB, mode, owner),
      ...(exec ? { exec } : {}),
    })),
  );
  return [scratchMount("/tmp", 8 * services.length, 0o1777), ...own];
}

/** @param owner @default root */
export function scratchMount(path: string, sizeMiB: number, mode: number, owner?: ScratchMount["owner"]): ScratchMount {
  const mount = { kind: "scratch", path, sizeMiB, mode } as const;
  return owner === undefined ? mount : { ...mount, owner };
}

/** Grants of a container with one service: no capability, no-new-privileges, a read-only root. */
export const noGrants: GrantPlan = {
  readOnlyRoot: true,
  capabilities: { add: [], drop: ["ALL"] },
  noNewPrivileges: true,
};
