import type { Value } from "../../contract.ts";
import { capabilityCount, type Process } from "../../instruments/processes.ts";
import type { RootFacts, UnitFacts } from "./facts.ts";

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
    "root.hostWrites": most(({ mounts }) => mounts.filter(usable).length),
    "root.kernelSurfaces": most(({ surfaces }) => surfaces.filter(usable).length),
    privileged: configs.some(({ Privileged }) => Privileged),
    hostMounts: hostFolders.length,
    readOnlyRoot: configs.every(({ ReadonlyRootfs }) => ReadonlyRootfs),
  };
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
