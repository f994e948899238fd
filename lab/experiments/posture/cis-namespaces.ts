import type { Check } from "./check.ts";
import { hasHealthcheck } from "./facts.ts";
import { binds, isHosts, when } from "./settings.ts";

/** Section 5 from 5.16 on. */
export const cisNamespaceChecks: readonly Check[] = [
  {
    id: "CIS-5.16",
    title: "The host's PID namespace is not shared",
    remedy: "Remove --pid host.",
    wrong: ({ inspected }) => when(isHosts(inspected.HostConfig.PidMode), "It is."),
  },
  {
    id: "CIS-5.17",
    title: "The host's IPC namespace is not shared",
    remedy: "Remove --ipc host.",
    wrong: ({ inspected }) => when(isHosts(inspected.HostConfig.IpcMode), "It is."),
  },
  {
    id: "CIS-5.18",
    title: "Devices of the host are not exposed",
    remedy: "Remove --device and --privileged.",
    wrong({ inspected, root }) {
      const given = inspected.HostConfig.Devices?.length ?? 0;
      return when(given + root.devices.length > 0, `${Math.max(given, root.devices.length)} can be opened.`);
    },
  },
  {
    id: "CIS-5.20",
    title: "Mount propagation is not shared",
    remedy: "Mount with the propagation private or slave.",
    wrong({ inspected }) {
      const shared = inspected.Mounts.filter(({ Propagation = "" }) => Propagation.endsWith("shared"));
      return when(shared.length > 0, `Shared: ${shared.map(({ Destination }) => Destination).join(", ")}.`);
    },
  },
  {
    id: "CIS-5.21",
    title: "The host's UTS namespace is not shared",
    remedy: "Remove --uts host.",
    wrong: ({ inspected }) => when(isHosts(inspected.HostConfig.UTSMode), "It is."),
  },
  {
    id: "CIS-5.22",
    title: "The default seccomp profile is not disabled",
    remedy: "Remove --privileged and seccomp=unconfined.",
    wrong: ({ root }) => when(root.seccomp !== 2, "No seccomp filter applies to root."),
  },
  {
    id: "CIS-5.25",
    title: "Docker's default cgroup is used",
    remedy: "Remove --cgroup-parent.",
    wrong: ({ inspected: { HostConfig } }) =>
      when((HostConfig.CgroupParent ?? "") !== "", `It is in ${HostConfig.CgroupParent ?? ""}.`),
  },
  {
    id: "CIS-5.26",
    title: "No process can gain privileges",
    remedy: "Set --security-opt no-new-privileges.",
    wrong: ({ root }) => when(!root.noNewPrivileges, "no-new-privileges is not set, so setuid programs work."),
  },
  {
    id: "CIS-5.27",
    title: "Health is checked at run time",
    remedy: "Set a health check.",
    wrong: ({ inspected }) => when(!hasHealthcheck(inspected), "There is no check."),
  },
  {
    id: "CIS-5.29",
    title: "Processes are limited",
    remedy: "Set --pids-limit.",
    wrong: ({ inspected }) => when((inspected.HostConfig.PidsLimit ?? 0) <= 0, "There is no limit."),
  },
  {
    id: "CIS-5.30",
    title: "Docker's default bridge is not used",
    remedy: "Use a separate network for the deployment.",
    wrong({ inspected: { NetworkSettings } }) {
      return when("bridge" in (NetworkSettings?.Networks ?? {}), "It is attached to the network named bridge.");
    },
  },
  {
    id: "CIS-5.31",
    title: "The host's user namespace is not shared",
    remedy: "Remove --userns host.",
    wrong: ({ inspected }) => when(isHosts(inspected.HostConfig.UsernsMode), "It is."),
  },
  {
    id: "CIS-5.32",
    title: "Docker's socket is not mounted",
    remedy: "Do not mount docker.sock.",
    wrong: (unit) =>
      when(
        binds(unit).some(({ Source = "" }) => Source.endsWith("/docker.sock")),
        "It is: a process that can use it is root on the host.",
      ),
  },
];
