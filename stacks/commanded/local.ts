import { readdir, readFile } from "node:fs/promises";
import { isIPv6 } from "node:net";
import { availableParallelism, hostname } from "node:os";
import { join } from "node:path";
import type { System } from "../systems/contract.ts";
import { madeIn } from "./marker.ts";

const wildcards: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "[::1]" };

/** What is said of where a system is that runs here. */
const here = "this machine";

type LocalFacts = Pick<
  System,
  "reach" | "place" | "addressIn" | "processors" | "baseImage" | "checkRoom" | "release" | "foreignImage" | "diagnose"
>;

/** The part of a system that is the same for all that run on this machine and get their images from a builder. */
export function localFacts(name: string, builder: System): LocalFacts {
  return {
    reach: (address) => wildcards[address] ?? (isIPv6(address) ? `[${address.toLowerCase()}]` : address),
    place: async () => ({ id: `${name} of ${await machineId()}`, address: here }),
    addressIn: (resources) => (madeIn(resources, name).length === 0 ? undefined : here),
    processors: () => Promise.resolve(availableParallelism()),
    baseImage: async (configured, candidates) => builder.baseImage(configured, candidates, await builder.look()),
    checkRoom: (missing) => builder.checkRoom(missing),
    release: (image) => builder.release(image),
    foreignImage: (image, tag) => builder.foreignImage(image, tag),
    diagnose: () => Promise.resolve([]),
  };
}

/** Version of the cgroups that containers of this machine get; 1 also on a hybrid one. */
export async function cgroupVersion(): Promise<1 | 2> {
  const controllers = await readFile("/sys/fs/cgroup/cgroup.controllers", "utf8").catch(() => undefined);
  return controllers === undefined ? 1 : 2;
}

/** Controllers that this machine's cgroups do not have, of either version. @param root where cgroups are mounted */
export async function lackingControllers(
  wanted: readonly string[],
  root = "/sys/fs/cgroup",
): Promise<readonly string[]> {
  const unified = await readFile(join(root, "cgroup.controllers"), "utf8").catch(() => "");
  // Version 1 mounts a folder for each.
  const mounted = await readdir(root).catch(() => []);
  const present = new Set([...unified.trim().split(" "), ...mounted]);
  return wanted.filter((name) => !present.has(name));
}

async function machineId(): Promise<string> {
  const text = await readFile("/etc/machine-id", "utf8").catch(() => "");
  return text.trim() || hostname();
}
