import type { GrantPlan } from "../container-plan.ts";

/** What root in a container has if nothing is said: the list of Docker and podman, so that all systems begin with the same. */
const usual = [
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "NET_RAW",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
];

/** Capabilities of a container, without a prefix, sorted. Pure. */
export function grantedCapabilities({ add, drop }: GrantPlan["capabilities"]): readonly string[] {
  const kept = drop.includes("ALL") ? [] : usual.filter((name) => !drop.includes(name));
  return [...new Set([...kept, ...add])].sort();
}
