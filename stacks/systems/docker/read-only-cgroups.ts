import type { DockerClient } from "../../../docker/client.ts";
import { reasonIn } from "../../../docker/reason.ts";
import { makeCgroup } from "./make-cgroup.ts";

/**
 * Tries whether a read-only mount of the host's cgroups leaves those below it writable for a privileged container: only with cgroup v1, whose
 * hierarchies are mounts of their own, and only before moby 25, which makes those read-only too.
 * @param image one that Docker has
 * @returns why not; undefined if it does
 */
export async function withoutCgroupsBelow(docker: DockerClient, image: string): Promise<string | undefined> {
  const mount = ["--volume", "/sys/fs/cgroup:/sys/fs/cgroup:ro"];
  const args = ["run", "--rm", "--network", "none", "--privileged", ...mount, "--entrypoint", "/bin/sh", image];
  const { exitCode, stderr } = await docker.attempt([...args, "-c", makeCgroup], { timeoutMs: 60_000 });
  if (exitCode === 0) return undefined;
  return `with /sys/fs/cgroup mounted read-only, systemd cannot create a cgroup on this host (cgroup v2, or Docker 25 and newer): ${reasonIn(stderr)}`;
}
