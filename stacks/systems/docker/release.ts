import type { DockerClient } from "../../../docker/client.ts";

/** Text of an image's /etc/os-release; empty if it has none. @param image one that Docker has */
export async function releaseOf(docker: DockerClient, image: string): Promise<string> {
  const args = ["run", "--rm", "--network", "none", "--entrypoint", "/bin/cat", image, "/etc/os-release"];
  const { exitCode, stdout } = await docker.attempt(args, { timeoutMs: 60_000 });
  return exitCode === 0 ? stdout : "";
}
