import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** See process-identity.d.mts. */
export function startTimeOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the command name in parentheses and may itself hold spaces and parentheses.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

/** See process-identity.d.mts. */
export function bootId() {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}

/** See process-identity.d.mts. */
export function pidNamespace() {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

/** See process-identity.d.mts. */
export function identify(pid) {
  return { pid, startTime: startTimeOf(pid), bootId: bootId(), pidNamespace: pidNamespace(), host: hostname() };
}

/** See process-identity.d.mts. */
export function mayLive(identity) {
  const { host = hostname(), pidNamespace: namespace = pidNamespace(), bootId: boot } = identity ?? {};
  if (host !== hostname()) return true;
  return namespace === pidNamespace() ? isAlive(identity) : boot === bootId();
}

/** See process-identity.d.mts. */
export function isAlive(identity) {
  if (!Number.isInteger(identity?.pid) || identity.pid <= 0) return false;
  if (identity.bootId !== bootId()) return false;
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  return identity.startTime === startTimeOf(identity.pid) && !isZombie(identity.pid);
}

function isZombie(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
  } catch {
    return false;
  }
}
