import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PodmanClient } from "./client.ts";
import { everythingOf, type Everything } from "./look.ts";

/** Where podman keeps what it has, unless its configuration names another folder. */
const storage = "/var/lib/containers/storage";

/** Files with the names of containers and images, and folders with those of volumes and networks. */
const lists = ["overlay-containers/containers.json", "overlay-images/images.json"].map((path) => join(storage, path));
const folders = [join(storage, "volumes"), "/etc/containers/networks"];

/**
 * Whether podman may have something of an instance: every name of ours has it. Reads files alone, because every `up` of every stack asks, and podman
 * takes a third of a second.
 */
async function mayHave(instance: string): Promise<boolean> {
  const [isUsual, ...found] = await Promise.all([
    readdir(storage).then(
      () => true,
      () => false,
    ),
    ...lists.map((path) => readFile(path, "utf8").catch(() => "")),
    ...folders.map(async (path) => (await readdir(path).catch(() => [])).join(" ")),
  ]);
  return !isUsual || found.some((text) => text.includes(instance));
}

const nothing: Everything = { containers: [], networks: [], volumes: [], images: [], mounted: new Map() };

/**
 * What podman has, with all that is an instance's in it; nothing where it has none of that, is not installed, or is not asked by root, whose it all is. For questions that every command asks,
 * whether its stack is on podman or not.
 */
export async function everythingFor(podman: PodmanClient, instance: string): Promise<Everything> {
  if (process.getuid?.() !== 0 || !(await mayHave(instance))) return nothing;
  if ((await podman.attempt(["--version"])).exitCode !== 0) return nothing;
  return everythingOf(podman);
}
