import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Where podman keeps what it has, unless its configuration names another folder. */
const storage = "/var/lib/containers/storage";

/** Files with the names of containers and images, and folders with those of volumes and networks. */
const lists = ["overlay-containers/containers.json", "overlay-images/images.json"].map((path) => join(storage, path));
const folders = [join(storage, "volumes"), "/etc/containers/networks"];

/**
 * Whether podman may have something of an instance: every name of ours has it. Reads files alone, because every `up` of every stack asks, and podman
 * takes a third of a second.
 */
export async function mayHave(instance: string): Promise<boolean> {
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
