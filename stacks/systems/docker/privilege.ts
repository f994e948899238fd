import type { DockerClient } from "../../../docker/client.ts";

/**
 * Tries a privileged container: daemons in user namespaces, and hosts that lack capabilities, refuse them.
 * @param image one that Docker has
 * @returns why not; undefined where it works
 */
export async function withoutPrivilege(docker: DockerClient, image: string): Promise<string | undefined> {
  const args = ["run", "--rm", "--network", "none", "--privileged", "--entrypoint", "/bin/true", image];
  const { exitCode, stderr } = await docker.attempt(args, { timeoutMs: 60_000 });
  if (exitCode === 0) return undefined;
  return `Docker runs no privileged container here: ${stderr.trim().split("\n").at(-1) ?? ""}`;
}
