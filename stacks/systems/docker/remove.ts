import type { DockerClient } from "../../../docker/client.ts";
import { refusal } from "../../../docker/refusal.ts";
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
 * @returns what was removed, or was kept and why, one line each
 */
export async function removeObjects(docker: DockerClient, objects: readonly OwnedObject[]): Promise<string[]> {
  const done: string[] = [];
  for (const kind of kinds) {
    const those = objects.filter((object) => object.kind === kind);
    if (those.length === 0) continue;
    if (kind === "volume") {
      done.push(...(await removeMemoryFolders(docker, those.map(handleOf))));
      for (const { name } of those) done.push(await removeVolume(docker, name));
      continue;
    }
    await docker.run([...commands[kind], ...those.map(handleOf)]);
    done.push(...those.map(({ name }) => `removed the ${kind} ${name}`));
  }
  return done;
}

/** By itself: another's container that uses one volume must not keep the others. */
async function removeVolume(docker: DockerClient, name: string): Promise<string> {
  const { exitCode, stderr } = await docker.attempt([...commands.volume, name]);
  if (exitCode === 0) return `removed the volume ${name}`;
  const users = await docker.run(["ps", "--all", "--filter", `volume=${name}`, "--format", "{{.Names}}"]);
  if (users.trim() === "") throw refusal(["volume", "rm"], stderr);
  return `kept the volume ${name}: ${users.trim().split("\n").join(", ")} uses it`;
}

/**
 * An image by its name, because other names of the same image may belong to others; an untagged one by its id. A network by its id, because
 * several can have the same name.
 */
function handleOf({ kind, id, name }: OwnedObject): string {
  return kind === "network" || name.includes("<none>") ? id : name;
}
