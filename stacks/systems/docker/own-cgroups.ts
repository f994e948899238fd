import type { DockerClient } from "../../../docker/client.ts";
import { reasonIn } from "../../../docker/reason.ts";
import { hostFacts } from "./look.ts";
import { makeCgroup } from "./make-cgroup.ts";

/** A slice for the trial on cgroup v2, like the one that a deployment gets. */
const trialSlice = "containerapproachestrial.slice";

/**
 * Tries whether a container without privilege can write to its own cgroups once they are mounted writable. It cannot with user namespaces,
 * and with cgroup v1 where the daemon has another parent for the cgroups of containers.
 * @param image one that Docker has
 * @returns why not; undefined if it can
 */
export async function withoutOwnCgroups(docker: DockerClient, image: string): Promise<string | undefined> {
  const { cgroupVersion, containersCgroup } = await hostFacts(docker);
  const own =
    cgroupVersion === 1
      ? ["--volume", "/sys/fs/cgroup/systemd:/sys/fs/cgroup/systemd:ro", ...writable(`systemd/${containersCgroup}`)]
      : ["--cgroup-parent", trialSlice, ...writable(trialSlice)];
  const dropped = ["--cap-drop", "ALL", "--security-opt", "no-new-privileges"];
  const args = ["run", "--rm", "--network", "none", "--cgroupns", "host", ...dropped, ...own];
  const run = [...args, "--entrypoint", "/bin/sh", image, "-c", makeCgroup];
  const { exitCode, stderr } = await docker.attempt(run, { timeoutMs: 60_000 });
  if (exitCode === 0) return undefined;
  return `a container cannot write to its own cgroups with this Docker daemon (userns-remap, or a cgroup-parent of its own): ${reasonIn(stderr)}`;
}

function writable(path: string): readonly string[] {
  return ["--volume", `/sys/fs/cgroup/${path}:/sys/fs/cgroup/${path}`];
}
