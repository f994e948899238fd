import type { DockerClient } from "../../docker/client.ts";
import { openSystems } from "../../stacks/systems.ts";
import type { DataRoom } from "../../stacks/systems/data-room.ts";

export async function roomOf(owner: { instance: string; stack: string }, image: string): Promise<DataRoom> {
  const [system] = (await openSystems()).all;
  if (system === undefined) throw new Error("there is no system");
  return system.data(owner, image);
}

/** Runs a shell script as root with volumes at /v/0, /v/1, ... @returns its standard output */
export async function inVolumes(
  docker: DockerClient,
  image: string,
  volumes: readonly string[],
  script: string,
): Promise<string> {
  const mounts = volumes.flatMap((volume, index) => ["--mount", `type=volume,source=${volume},target=/v/${index}`]);
  const args = [
    "run",
    "--rm",
    "--user",
    "0:0",
    "--network",
    "none",
    ...mounts,
    "--workdir",
    "/v",
    "--entrypoint",
    "sh",
    image,
  ];
  return docker.run([...args, "-c", script]);
}

/** Prints all that is in the working folder: kinds, modes, owners, times, links, space on the disk, contents. Hidden folders too. */
export const digestScript = [
  "set -e; export LC_ALL=C",
  // A folder's space depends on what was in it; the time of a volume's own folder is not part of the promise after a kill.
  "find . -mindepth 2 -type d -printf '%P %y %m %U:%G %T@\\n' | sort",
  "find . -mindepth 2 ! -type d -printf '%P %y %m %U:%G %T@ %s %l %n\\n' | sort",
  // How many blocks a file has differs a little from copy to copy; whether it has holes does not.
  `find . -mindepth 2 -type f -size +64k -printf '%P %S\\n' | awk '{ print $1, ($2 < 0.5 ? "has holes" : "is full") }' | sort`,
  "stat --format '%n %u:%g %a' *",
  "find . -type f -print0 | sort -z | xargs -0 sha256sum",
].join("\n");
