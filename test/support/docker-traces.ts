import { execa } from "execa";
import type { OnDocker } from "./on-docker.ts";
import { savedImages } from "./saved-images.ts";
import type { Look } from "./traces.ts";

/**
 * What a deployment leaves on Docker.
 * @param earlier ids of images that were there before what is searched for. An id is the hash of all that an image contains, so they do not
 *   contain it: they are inspected, and not searched layer by layer, which takes longer than all the rest
 */
export async function placesOnDocker(deployed: OnDocker, earlier: ReadonlySet<string>): Promise<readonly Look[]> {
  const { docker } = deployed;
  const images = [...new Set(await owned(deployed, "image", "ls", "--all", "--no-trunc"))];
  const added = images.filter((id) => !earlier.has(id));
  const others = [...(await owned(deployed, "volume", "ls")), ...(await owned(deployed, "network", "ls"))];
  return [
    // All at once: what they share comes once.
    ...(added.length === 0 ? [] : [savedLook(docker, added)]),
    ...images.map((id) => lookAt(docker, "history", "--no-trunc", id)),
    ...[...images, ...others].map((id) => lookAt(docker, "inspect", id)),
    ...(await onContainers(deployed)),
  ];
}

async function onContainers(deployed: OnDocker): Promise<Look[]> {
  const ids = await owned(deployed, "ps", "--all");
  const commands = ["logs", "diff", "inspect"];
  return ids.flatMap((id) => commands.map((command) => lookAt(deployed.docker, command, id)));
}

async function owned({ docker, instance }: OnDocker, ...list: readonly string[]) {
  const filter = ["--quiet", "--filter", `label=container-approaches.instance=${instance}`];
  return (await docker.run([...list, ...filter])).split("\n").filter(Boolean);
}

function lookAt({ argv }: Pick<OnDocker["docker"], "argv">, ...args: readonly string[]): Look {
  return [`docker ${args.join(" ")}`, () => outputOf(argv, args)];
}

function savedLook({ argv }: Pick<OnDocker["docker"], "argv">, ids: readonly string[]): Look {
  return [`docker save ${ids.join(" ")}`, () => savedImages(argv, ids)];
}

async function* outputOf([program = "", ...before]: readonly string[], args: readonly string[]): AsyncIterable<Buffer> {
  const child = execa(program, [...before, ...args], { all: true, buffer: false, encoding: "buffer" });
  for await (const chunk of child.iterable({ from: "all", binary: true })) yield Buffer.from(chunk);
}
