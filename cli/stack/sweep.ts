import type { DockerClient } from "../../docker/client.ts";
import type { EngineObjects } from "./engine-objects.ts";

/**
 * Removes objects that carry our labels.
 * @returns what was removed, one line each
 */
export async function sweep(docker: DockerClient, objects: EngineObjects): Promise<string[]> {
  const { containers, networks, volumes, images } = objects;
  // In this order: a network or an image cannot go while a container uses it.
  const removed = [
    ...(await remove(
      docker,
      "container",
      ["rm", "--force", "--volumes"],
      containers.map(({ name }) => name),
    )),
    ...(await remove(
      docker,
      "network",
      ["network", "rm"],
      networks.map(({ id }) => id),
      networks.map(({ name }) => name),
    )),
    ...(await remove(
      docker,
      "volume",
      ["volume", "rm"],
      volumes.map(({ name }) => name),
    )),
    ...(await remove(
      docker,
      "image",
      ["image", "rm", "--force"],
      images.map(imageHandle),
      images.map(({ name }) => name),
    )),
  ];
  return removed;
}

/** By name, since the same content may have another name elsewhere; an untagged one has only its id. */
function imageHandle({ id, name }: { readonly id: string; readonly name: string }): string {
  return name.includes("<none>") ? id : name;
}

async function remove(
  docker: DockerClient,
  kind: string,
  command: readonly string[],
  handles: readonly string[],
  names: readonly string[] = handles,
): Promise<string[]> {
  if (handles.length === 0) return [];
  await docker.run([...command, ...handles]);
  return names.map((name) => `removed the ${kind} ${name}`);
}
