import type { DockerClient } from "../../../../docker/client.ts";
import { cacheLabel, labelPrefix } from "../../../rendering/labels.ts";

/**
 * An image that a helper container can be made from, whatever it is called: one of the instance's own, else one that stacks share.
 * @returns its id; undefined if there is none
 */
export async function anyImage(docker: DockerClient, instance: string): Promise<string | undefined> {
  const filters = [`label=${labelPrefix}.instance=${instance}`, `label=${cacheLabel}`, `reference=${labelPrefix}/base`];
  for (const filter of filters) {
    const [id] = (await docker.run(["image", "ls", "--quiet", "--filter", filter])).split("\n").filter(Boolean);
    if (id !== undefined) return id;
  }
  return undefined;
}
