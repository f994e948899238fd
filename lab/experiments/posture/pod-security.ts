import type { Check } from "./check.ts";
import { binds, isHosts, publishedPorts, runsAsRoot, when } from "./settings.ts";

/** Sysctls that Kubernetes calls safe: they act only on the container's own namespaces. */
const safeSysctls = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.ping_group_range",
]);

const capabilityName = (name: string) => name.replace(/^CAP_/, "");

/** The restricted profile of the Pod Security Standards, which includes the baseline, as checks of Docker's settings. */
export const podSecurityChecks: readonly Check[] = [
  {
    id: "PSS-privileged",
    title: "Restricted: the container is not privileged",
    remedy: "Remove --privileged.",
    repeats: ["CIS-5.5"],
    wrong: ({ inspected }) => when(inspected.HostConfig.Privileged, "It is privileged."),
  },
  {
    id: "PSS-hostNamespaces",
    title: "Restricted: no namespace of the host is shared",
    remedy: "Remove --network host, --pid host and --ipc host.",
    repeats: ["CIS-5.10", "CIS-5.16", "CIS-5.17"],
    wrong: ({ inspected: { HostConfig } }) =>
      when([HostConfig.NetworkMode, HostConfig.PidMode, HostConfig.IpcMode].some(isHosts), "One is."),
  },
  {
    id: "PSS-hostPath",
    title: "Restricted: no folder of the host is mounted",
    remedy: "Use volumes and tmpfs.",
    wrong(unit) {
      const paths = binds(unit).map(({ Source = "" }) => Source);
      return when(paths.length > 0, `Mounted: ${paths.join(", ")}.`);
    },
  },
  {
    id: "PSS-hostPorts",
    title: "Restricted: only known host ports are used",
    remedy: "Publish only the workload's entry.",
    repeats: ["CIS-5.9"],
    wrong: (unit, { entryPort }) =>
      when(
        publishedPorts(unit).some(({ container }) => container !== entryPort),
        "A port other than the entry's is published.",
      ),
  },
  {
    id: "PSS-capabilities",
    title: "Restricted: all capabilities except NET_BIND_SERVICE are dropped",
    remedy: "Drop ALL, and add at most NET_BIND_SERVICE.",
    wrong({ inspected: { HostConfig } }) {
      const dropped = (HostConfig.CapDrop ?? []).map(capabilityName).includes("ALL");
      if (!dropped || HostConfig.Privileged) return "Not all are dropped.";
      const added = (HostConfig.CapAdd ?? []).map(capabilityName).filter((name) => name !== "NET_BIND_SERVICE");
      return when(added.length > 0, `Added: ${added.join(", ")}.`);
    },
  },
  {
    id: "PSS-allowPrivilegeEscalation",
    title: "Restricted: no privilege escalation",
    remedy: "Set --security-opt no-new-privileges.",
    repeats: ["CIS-5.26"],
    wrong: ({ root }) => when(!root.noNewPrivileges, "no-new-privileges is not set, so setuid programs work."),
  },
  {
    id: "PSS-runAsNonRoot",
    title: "Restricted: the container does not run as root",
    remedy: "Set a user.",
    repeats: ["CIS-4.1"],
    wrong: (unit) => when(runsAsRoot(unit), "PID 1 runs as root."),
  },
  {
    id: "PSS-runAsUser",
    title: "Restricted: the user is set as a number other than 0",
    remedy: "Set --user to a number.",
    repeats: ["CIS-4.1"],
    wrong: ({ inspected }) => when(!/^[1-9]\d*(:|$)/.test(inspected.Config.User ?? ""), "It is not."),
  },
  {
    id: "PSS-seccomp",
    title: "Restricted: a seccomp profile applies",
    remedy: "Remove --privileged and seccomp=unconfined.",
    repeats: ["CIS-5.22"],
    wrong: ({ root }) => when(root.seccomp !== 2, "No seccomp filter applies to root."),
  },
  {
    id: "PSS-volumeTypes",
    title: "Restricted: only volumes and tmpfs are mounted",
    remedy: "Use volumes and tmpfs.",
    repeats: ["PSS-hostPath"],
    wrong({ inspected }) {
      const other = inspected.Mounts.filter(({ Type }) => !["volume", "tmpfs"].includes(Type));
      return when(other.length > 0, `Other mounts: ${other.map(({ Destination }) => Destination).join(", ")}.`);
    },
  },
  {
    id: "PSS-sysctls",
    title: "Restricted: no unsafe kernel parameters are set",
    remedy: "Set only sysctls of the container's own namespaces.",
    wrong({ inspected }) {
      const unsafe = Object.keys(inspected.HostConfig.Sysctls ?? {}).filter((name) => !safeSysctls.has(name));
      return when(unsafe.length > 0, `Set: ${unsafe.join(", ")}.`);
    },
  },
  {
    id: "PSS-procMount",
    title: "Restricted: the default masks of /proc apply",
    remedy: "Remove --privileged and systempaths=unconfined.",
    wrong({ inspected: { HostConfig } }) {
      const masked = (HostConfig.MaskedPaths ?? []).length > 0 && (HostConfig.ReadonlyPaths ?? []).length > 0;
      return when(!masked, "No part of it is masked or read-only.");
    },
  },
  {
    id: "PSS-appArmor",
    title: "Restricted: the AppArmor profile is not overridden",
    remedy: "Keep Docker's default profile.",
    repeats: ["CIS-5.2"],
    applies: ({ appArmor }) => when(!appArmor, "Docker's host has no AppArmor."),
    wrong: ({ inspected: { AppArmorProfile = "" } }) =>
      when(["", "unconfined"].includes(AppArmorProfile), "No AppArmor profile applies."),
  },
];
