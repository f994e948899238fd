import type { DockerClient } from "../../../../docker/client.ts";
import { hostMemory } from "../../../delivery/paths.ts";
import { labelPrefix } from "../../../rendering/labels.ts";
import { anyImage } from "./any-image.ts";
import { helperArgs, removingCommand } from "./helper.ts";
import { isMemoryFolder } from "./paths.ts";

/**
 * Removes the folders in the host's memory that volumes stand for; call it before the volumes are removed, since only they tell.
 * @param volumes names
 * @returns what was removed, one line each
 */
export async function removeMemoryFolders(docker: DockerClient, volumes: readonly string[]): Promise<string[]> {
  const format = `{{index .Labels "${labelPrefix}.instance"}} {{with .Options}}{{.device}}{{end}}`;
  const inspected = (await docker.run(["volume", "inspect", "--format", format, ...volumes])).split("\n");
  const found = inspected.map((line) => line.split(" ")).filter(([, device = ""]) => isMemoryFolder(device));
  const folders = found.map(([, device = ""]) => device);
  const [instance] = found[0] ?? [];
  if (instance === undefined) return [];
  const image = await anyImage(docker, instance);
  if (image === undefined)
    return folders.map((folder) => `kept ${folder} on the host of Docker: no image is left to remove it with`);
  const relative = folders.map((folder) => folder.slice(hostMemory.length + 1));
  await docker.run([...helperArgs({ instance }, []), image, ...removingCommand(relative)]);
  return folders.map((folder) => `removed the secrets in ${folder}`);
}
