import type { DockerClient } from "../../../docker/client.ts";

/** Tries to create a cgroup below its own one, in systemd's hierarchy or in the only one. */
const script = [
  "for line in $(sed -n -e 's/^[0-9]*:name=systemd://p' -e 's/^0:://p' /proc/self/cgroup); do",
  "  mount=/sys/fs/cgroup; [ ! -d $mount/systemd ] || mount=$mount/systemd",
  '  mkdir "$mount$line/try" && exec rmdir "$mount$line/try"',
  "  exit 1",
  "done",
  "exit 1",
].join("\n");

/**
 * Tries whether a read-only mount of the host's cgroups leaves those below it writable for a privileged container: only with cgroup v1, whose
 * hierarchies are mounts of their own, and only before moby 25, which makes those read-only too.
 * @param image one that Docker has
 * @returns why not; undefined if it does
 */
export async function withoutCgroupsBelow(docker: DockerClient, image: string): Promise<string | undefined> {
  const mount = ["--volume", "/sys/fs/cgroup:/sys/fs/cgroup:ro"];
  const args = ["run", "--rm", "--network", "none", "--privileged", ...mount, "--entrypoint", "/bin/sh", image];
  const { exitCode, stderr } = await docker.attempt([...args, "-c", script], { timeoutMs: 60_000 });
  if (exitCode === 0) return undefined;
  const said = stderr.trim().split("\n").at(-1) ?? "";
  return `with /sys/fs/cgroup mounted read-only, systemd cannot create a cgroup on this host (cgroup v2, or Docker 25 and newer): ${said}`;
}
