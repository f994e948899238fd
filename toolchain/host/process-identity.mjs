import { readFileSync } from "node:fs";

/** Start of a process in clock ticks since boot: tells a process from a later one with the same pid. */
export function startTimeOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the command name in parentheses and may itself hold spaces and parentheses.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

/** Changes with every boot, so that pids from before a hard stop are never taken for living processes. */
export function bootId() {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}

/** @returns what identifies a process on this host for as long as the host runs. */
export function identify(pid) {
  return { pid, startTime: startTimeOf(pid), bootId: bootId() };
}

/** Whether exactly this process, not another one with its pid, still runs. */
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
