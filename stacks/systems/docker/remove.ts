import type { DockerClient } from "../../../docker/client.ts";
import type { OwnedObject } from "../contract.ts";
import { removeMemoryFolders } from "./delivered/remove.ts";
import { kinds, type Kind } from "./owned.ts";

const commands: Readonly<Record<Kind, readonly string[]>> = {
  container: ["rm", "--force", "--volumes"],
  network: ["network", "rm"],
  volume: ["volume", "rm"],
  image: ["image", "rm", "--force"],
};

/**
 * Removes objects, kind by kind.
 * @returns what was removed, one line each
 */
export async function removeObjects(docker: DockerClient, objects: readonly OwnedObject[]): Promise<string[]> {
  const done: string[] = [];
  for (const kind of kinds) {
    const those = objects.filter((object) => object.kind === kind);
    if (those.length === 0) continue;
    if (kind === "volume") done.push(...(await removeMemoryFolders(docker, those.map(handleOf))));
    await docker.run([...commands[kind], ...those.map(handleOf)]);
    done.push(...those.map(({ name }) => `removed the ${kind} ${name}`));
  }
  return done;
}

/**
 * An image by its name, because other names of the same image may belong to others; an untagged one by its id. A network by its id, because
 * several can have the same name.
 */
function handleOf({ kind, id, name }: OwnedObject): string {
  return kind === "network" || name.includes("<none>") ? id : name;
}
