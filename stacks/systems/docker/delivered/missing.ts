import { stat } from "node:fs/promises";
import type { DockerClient } from "../../../../docker/client.ts";
import { hostMemory } from "../../../delivery/paths.ts";
import { labelPrefix } from "../../../rendering/labels.ts";
import type { Owner } from "../../contract.ts";
import { isLocal } from "../look.ts";
import { anyImage } from "./any-image.ts";
import { helperArgs, inHelper } from "./helper.ts";
import { deliveredLabel } from "./paths.ts";

/** A volume whose folder in the host's memory is gone, and the ids of the containers that mount it. */
export interface Missing {
  readonly volume: string;
  readonly folder: string;
  readonly containers: readonly string[];
}

/** The volumes of an owner whose files in memory are gone, after a restart of the host for example. */
export async function missingFolders(docker: DockerClient, owner: Required<Owner>): Promise<Missing[]> {
  const filters = Object.entries(owner).flatMap(([name, value]) => [
    "--filter",
    `label=${labelPrefix}.${name}=${value}`,
  ]);
  const memory = ["--filter", `label=${deliveredLabel}=memory`];
  const listed = lines(await docker.run(["volume", "ls", "--quiet", ...filters, ...memory]));
  if (listed.length === 0) return [];
  const format = "{{.Name}} {{.Options.device}}";
  const volumes = lines(await docker.run(["volume", "inspect", "--format", format, ...listed]));
  const folders = new Map(volumes.map((line) => line.split(" ") as [string, string]));
  const gone = await missingAmong(docker, owner, [...folders.values()]);
  const missing = [...folders].filter(([, folder]) => gone.includes(folder));
  return Promise.all(
    missing.map(async ([volume, folder]) => ({ volume, folder, containers: await usersOf(docker, volume) })),
  );
}

/** A daemon on this machine may run in a virtual one: only a folder that is seen here is certain. */
async function missingAmong(
  docker: DockerClient,
  owner: Owner,
  folders: readonly string[],
): Promise<readonly string[]> {
  const here = isLocal(docker) ? await Promise.all(folders.map(isThere)) : [];
  const unseen = folders.filter((_, index) => here[index] !== true);
  if (unseen.length === 0) return [];
  const image = await anyImage(docker, owner.instance);
  if (image === undefined) return unseen;
  const script = 'cd "$1" && shift && for folder do [ -d "$folder" ] || echo "$folder"; done';
  const relative = unseen.map((folder) => folder.slice(hostMemory.length + 1));
  const command = ["/bin/sh", "-c", script, "missing", inHelper.memory, ...relative];
  const said = lines(await docker.run([...helperArgs(owner, []), image, ...command]));
  return said.map((folder) => `${hostMemory}/${folder}`);
}

/** A user who may not look into a folder above it sees only that one. */
async function isThere(folder: string): Promise<boolean> {
  try {
    await stat(folder);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EACCES";
  }
}

async function usersOf(docker: DockerClient, volume: string): Promise<string[]> {
  return lines(await docker.run(["ps", "--all", "--no-trunc", "--quiet", "--filter", `volume=${volume}`]));
}

function lines(text: string): string[] {
  return text.split("\n").filter(Boolean);
}
