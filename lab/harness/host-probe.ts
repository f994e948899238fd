import type { DockerClient } from "../../docker/client.ts";
import type { HostProbe } from "../tools.ts";
import { converse } from "./converse.ts";

/** What probes are started with. */
export interface ProbeSource {
  readonly docker: DockerClient;
  /** Image with the lab's programs in /lab. */
  readonly image: string;
  /** Labels as arguments of `docker run`. */
  readonly labels: readonly string[];
}

/**
 * What the probe needs: memory maps of other processes (SYS_PTRACE) and the numbers of their pages (SYS_ADMIN), signals to them (KILL),
 * cgroups and logs of root (DAC_OVERRIDE).
 */
const capabilities = ["SYS_PTRACE", "SYS_ADMIN", "KILL", "DAC_READ_SEARCH", "DAC_OVERRIDE"];

/** Starts the probe. It has the lab's labels, and is removed with everything that has them. */
export async function openHostProbe(
  { docker, image, labels }: ProbeSource,
  name: string,
  signal: AbortSignal,
): Promise<HostProbe> {
  const logs = `${await docker.run(["info", "--format", "{{.DockerRootDir}}"])}/containers`;
  const args = [
    ...["run", "--detach", "--name", name, ...labels],
    ...["--pid", "host", "--network", "host", "--cgroupns", "host", "--init"],
    ...["--cap-drop", "ALL", ...capabilities.flatMap((capability) => ["--cap-add", capability])],
    ...["--security-opt", "apparmor=unconfined", "--security-opt", "no-new-privileges"],
    ...["--volume", "/sys/fs/cgroup:/sys/fs/cgroup", "--volume", `${logs}:${logs}:ro`],
    ...[image, "sleep", "infinity"],
  ];
  await docker.run(args, { signal });
  return {
    container: name,
    async ask<T>(program: string, input: unknown) {
      const words = ["exec", "--interactive", name, "python3", `/lab/${program}.py`];
      const { exitCode, stdout, stderr } = await docker.attempt(words, { input: JSON.stringify(input), signal });
      signal.throwIfAborted();
      if (exitCode !== 0) throw new Error(`${program}: ${stderr.trim().split("\n").at(-1) ?? "no reason given"}`);
      return JSON.parse(stdout) as T;
    },
    talk: (program, end) =>
      converse([...docker.argv, "exec", "--interactive", name, "python3", `/lab/${program}.py`], end),
  };
}
