import type { Observations, Value } from "../../contract.ts";
import { capabilityCount, type Process } from "../../instruments/processes.ts";
import { hasHealthcheck, type RootFacts, type UnitFacts } from "./facts.ts";
import { runsAsRoot } from "./settings.ts";

/** Figures about root: the worst of several containers counts. */
export function rootValues(units: readonly UnitFacts[]): Record<string, Value> {
  const roots = units.map(({ root }) => root);
  const configs = units.map(({ inspected }) => inspected.HostConfig);
  const most = (count: (root: RootFacts) => number) => Math.max(...roots.map(count));
  const usable = ({ writable, remounted }: { readonly writable: boolean; readonly remounted: boolean }) =>
    writable || remounted;
  const hostFolders = units.flatMap(({ inspected }) => inspected.Mounts.filter(({ Type }) => Type === "bind"));
  return {
    "root.capabilities": most(({ capabilities }) => capabilityCount(capabilities)),
    "root.seccomp": roots.every(({ seccomp }) => seccomp === 2),
    "root.noNewPrivileges": roots.every(({ noNewPrivileges }) => noNewPrivileges),
    "root.devices": most(({ devices }) => devices.length),
    deviceShare: most(({ devices, devicesRefused }) => shareOf(devices.length, devicesRefused)),
    "root.hostWrites": most(({ mounts }) => mounts.filter(usable).length),
    "root.kernelSurfaces": most(({ surfaces }) => surfaces.filter(usable).length),
    privileged: configs.some(({ Privileged }) => Privileged),
    hostMounts: hostFolders.length,
    readOnlyRoot: configs.every(({ ReadonlyRootfs }) => ReadonlyRootfs),
    rootContainer: units.some(runsAsRoot),
    healthChecks: units.every(({ inspected }) => hasHealthcheck(inspected)),
    memoryLimits: configs.every(({ Memory }) => Memory > 0),
  };
}

/** In percent, to one decimal; 0 of nothing. */
function shareOf(these: number, others: number): number {
  return these === 0 ? 0 : Math.round((1000 * these) / (these + others)) / 10;
}

const loadsModules = 1n << 16n;

/** Whether root could load a kernel module: it holds CAP_SYS_MODULE, and the kernel does not refuse the call. */
export function moduleValues(roots: readonly RootFacts[]): Observations {
  const holding = roots.filter(({ capabilities }) => (BigInt(`0x${capabilities}`) & loadsModules) !== 0n);
  if (holding.some(({ initModule }) => initModule === "ENOSYS")) {
    const reason = "Root holds CAP_SYS_MODULE, and the kernel of this host has no loadable modules.";
    return { values: {}, missing: { modules: reason } };
  }
  return { values: { modules: holding.some(({ initModule }) => initModule !== "EPERM") } };
}

/** Whether root can write to a cgroup hierarchy, as it is mounted or after it has made the mount writable. */
export function writesCgroups({ mounts }: RootFacts): boolean {
  return mounts.some(({ type, writable, remounted }) => /^cgroup2?$/.test(type) && (writable || remounted));
}

type Confined = Pick<Process, "uid" | "capabilities" | "noNewPrivileges">;

/** Figures about the services' main processes. */
export function serviceValues(processes: readonly Confined[]): Record<string, Value> {
  const held = processes.map(({ capabilities }) => BigInt(`0x${capabilities}`));
  const all = held.reduce((union, one) => union | one, 0n);
  const users = processes.map(({ uid }) => uid);
  return {
    "services.root": users.filter((uid) => uid === 0).length,
    "services.capabilities": capabilityCount(all.toString(16)),
    "services.confined":
      all === 0n &&
      !users.includes(0) &&
      new Set(users).size === users.length &&
      processes.every(({ noNewPrivileges }) => noNewPrivileges),
  };
}
