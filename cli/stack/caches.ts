import type { DockerClient } from "../../docker/client.ts";
import { cacheLabel } from "../../stacks/engine/image-plan.ts";

/**
 * Removes the images that stacks share, also those that another checkout's stacks use; one that the engine refuses to remove is named.
 * @returns what happened, one line each
 */
export async function removeCaches(docker: DockerClient): Promise<string[]> {
  const format = "{{.Repository}}:{{.Tag}}";
  const lists = [
    await docker.run(["image", "ls", "--filter", `label=${cacheLabel}`, "--format", format]),
    await docker.run(["image", "ls", "--filter", "reference=container-approaches/base", "--format", format]),
  ];
  const names = [...new Set(lists.flatMap((list) => list.split("\n").filter(Boolean)))];
  const done: string[] = [];
  for (const name of names) {
    const { exitCode, stderr } = await docker.attempt(["image", "rm", name]);
    done.push(exitCode === 0 ? `removed the shared image ${name}` : `kept the shared image ${name}: ${stderr.trim()}`);
  }
  return done;
}
