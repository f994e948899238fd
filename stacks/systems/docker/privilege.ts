import type { DockerClient } from "../../../docker/client.ts";
import { reasonIn } from "../../../docker/reason.ts";

/**
 * Tries to run a privileged container: daemons in user namespaces, and hosts that lack capabilities, refuse it.
 * @param image one that Docker has
 * @returns why not; undefined if it works
 */
export async function withoutPrivilege(docker: DockerClient, image: string): Promise<string | undefined> {
  const args = ["run", "--rm", "--network", "none", "--privileged", "--entrypoint", "/bin/true", image];
  const { exitCode, stderr } = await docker.attempt(args, { timeoutMs: 60_000 });
  if (exitCode === 0) return undefined;
  return `this Docker daemon cannot run a privileged container: ${reasonIn(stderr)}`;
}
