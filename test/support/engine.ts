import { connectedClient, type DockerClient } from "../../docker/client.ts";

/** The Docker daemon that the tests deploy to. */
export async function testEngine(): Promise<DockerClient> {
  return connectedClient();
}

/** A base image that Docker has; setup has provided one before these tests. */
export async function baseImageOf(docker: DockerClient): Promise<string> {
  const listed = await docker.run(["image", "ls", "--format", "{{.Repository}}:{{.Tag}}"]);
  const names = listed.split("\n");
  const found = names.find((name) => name === "ubuntu:22.04" || name.startsWith("container-approaches/base:"));
  if (found === undefined) throw new Error("Docker has no base image: npm run setup provides one");
  return found;
}

/** All Docker objects with an instance's label, one line each. */
export async function objectsOf(docker: DockerClient, instance: string): Promise<string[]> {
  const filter = ["--filter", `label=container-approaches.instance=${instance}`];
  const lists = await Promise.all([
    docker.run(["ps", "--all", ...filter, "--format", "container {{.Names}}"]),
    docker.run(["network", "ls", ...filter, "--format", "network {{.Name}}"]),
    docker.run(["volume", "ls", ...filter, "--format", "volume {{.Name}}"]),
    docker.run(["image", "ls", ...filter, "--format", "image {{.Repository}}:{{.Tag}}"]),
  ]);
  return lists.flatMap((list) => list.split("\n").filter(Boolean));
}

/** Removes the volumes that `destroy` leaves, because they hold data. */
export async function removeVolumesOf(docker: DockerClient, instance: string): Promise<void> {
  const filter = ["--filter", `label=container-approaches.instance=${instance}`];
  const names = (await docker.run(["volume", "ls", "--quiet", ...filter])).split("\n").filter(Boolean);
  if (names.length > 0) await docker.run(["volume", "rm", ...names]);
}

/** A field of a container, as `docker inspect` prints it. */
export async function inspected<T>(docker: DockerClient, container: string, path: string): Promise<T> {
  return JSON.parse(await docker.run(["inspect", "--format", `{{json ${path}}}`, container])) as T;
}

/** Whether the daemon runs on this machine, and its processes are visible here. */
export function isLocal(docker: DockerClient): boolean {
  return docker.endpoint.host.startsWith("unix://") && process.platform === "linux";
}
