import type { GrantPlan } from "../container-plan.ts";
import { grantedCapabilities } from "./capabilities.ts";

/** What systemd-nspawn gives if nothing is said (systemd-nspawn(1), --capability=), but for those that are a kind of network's. */
const given = [
  "AUDIT_CONTROL",
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "DAC_READ_SEARCH",
  "FOWNER",
  "FSETID",
  "IPC_OWNER",
  "KILL",
  "LEASE",
  "LINUX_IMMUTABLE",
  "MKNOD",
  "NET_ADMIN",
  "NET_BIND_SERVICE",
  "NET_BROADCAST",
  "NET_RAW",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_ADMIN",
  "SYS_BOOT",
  "SYS_CHROOT",
  "SYS_NICE",
  "SYS_PTRACE",
  "SYS_RESOURCE",
  "SYS_TTY_CONFIG",
];

/** To become another user, without any of its own left. */
const changingUser = ["SETGID", "SETUID", "SETPCAP"];

/**
 * Capabilities that a container does not get, with the prefix. Pure.
 * @param uid that its command runs as: it starts as root, and gives that up
 */
export function droppedCapabilities(capabilities: GrantPlan["capabilities"], uid: number): readonly string[] {
  const granted = new Set([...grantedCapabilities(capabilities), ...(uid === 0 ? [] : changingUser)]);
  return given.filter((name) => !granted.has(name)).map((name) => `CAP_${name}`);
}

/** Capabilities that it gets only if they are named. */
export function addedCapabilities(capabilities: GrantPlan["capabilities"]): readonly string[] {
  return grantedCapabilities(capabilities)
    .filter((name) => !given.includes(name))
    .map((name) => `CAP_${name}`);
}
