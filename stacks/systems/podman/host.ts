import { readFile, stat } from "node:fs/promises";
import type { PodmanHost } from "./words.ts";

/** CAP_SYS_RESOURCE, without which limits of processes cannot be raised. */
const resourceCapability = 24n;

const inits = ["/usr/libexec/podman/catatonit", "/usr/bin/catatonit"];

/** What podman has to be told of this host. */
export async function podmanHost(): Promise<PodmanHost> {
  const [status, limits, runsChecks] = await Promise.all([
    readFile("/proc/self/status", "utf8"),
    readFile("/proc/self/limits", "utf8"),
    exists("/run/systemd/system"),
  ]);
  const bounding = BigInt(`0x${/^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "0"}`);
  const isRaisable = (bounding >> resourceCapability) & 1n;
  const [usual = ""] = inits;
  const found = await Promise.all(inits.map(exists));
  const init = inits[found.indexOf(true)];
  return {
    ...(isRaisable === 1n
      ? {}
      : {
          ulimits: {
            nofile: limitIn(limits, "Max open files"),
            nproc: limitIn(limits, "Max processes", mostProcesses),
          },
        }),
    ...(runsChecks ? { runsChecks } : {}),
    ...(init === undefined || init === usual ? {} : { init }),
  };
}

/** Podman 4.3 lowers its own limit to this before it starts a container. */
const mostProcesses = 32_768;

/**
 * @param limits text of /proc/self/limits
 * @param most what it may be at most
 * @returns `soft:hard`; -1 for none
 */
export function limitIn(limits: string, name: string, most = Infinity): string {
  const line = limits.split("\n").find((one) => one.startsWith(name)) ?? "";
  const values = line.slice(name.length).trim().split(/\s+/).slice(0, 2);
  const numbers = values.map((one) => Math.min(one === "unlimited" ? Infinity : Number(one), most));
  return numbers.map((one) => (one === Infinity ? "-1" : String(one))).join(":");
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
