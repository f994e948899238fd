/** What reaches beyond a container, by the name that a stack's configuration allows it by. */
export const grants = {
  privileged: "all of the host's capabilities and devices",
  devices: "devices of the host",
  "host-network": "the host's network",
  "host-namespaces": "namespaces of the host: processes, IPC, users or cgroups",
  "docker-socket": "the Docker socket, which is as good as root on the host",
  "host-folders": "folders of the host outside of the project",
  capabilities: "capabilities beyond Docker's own",
  unconfined: "no seccomp, AppArmor or SELinux",
  runtime: "another runtime, or a cgroup of the user's choice",
  mounts: "mounting, while a container with several roots starts: each gets its /proc by that",
} as const;

export type Grant = keyof typeof grants;
