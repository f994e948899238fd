import { basename } from "node:path";
import type { Check } from "./check.ts";
import { binds, dockerDefaultMask, isHosts, publishedPorts, runsAsRoot, when } from "./settings.ts";

const sensitive = ["/boot", "/dev", "/etc", "/lib", "/proc", "/sys", "/usr", "/var/run", "/run"];
const isSensitive = (path: string) =>
  path === "/" || sensitive.some((one) => path === one || path.startsWith(`${one}/`));

/** The checks of section 4, and of section 5 up to 5.15, that settings and kernel decide; manual checks are left out. */
export const cisChecks: readonly Check[] = [
  {
    id: "CIS-4.1",
    title: "A user for the container has been created",
    remedy: "Run PID 1 as a user other than root (USER in the Dockerfile, or --user).",
    wrong: (unit) => when(runsAsRoot(unit), "PID 1 runs as root."),
  },
  {
    id: "CIS-4.6",
    title: "The image has a HEALTHCHECK instruction",
    remedy: "Add HEALTHCHECK to the Dockerfile.",
    wrong: ({ imageHealthcheck }) => when(!imageHealthcheck, "The image has none."),
  },
  {
    id: "CIS-5.2",
    title: "An AppArmor profile is enabled",
    remedy: "Keep Docker's default profile.",
    applies: ({ appArmor }) => when(!appArmor, "Docker's host has no AppArmor."),
    wrong: ({ inspected: { AppArmorProfile = "" } }) =>
      when(["", "unconfined"].includes(AppArmorProfile), "No AppArmor profile applies."),
  },
  {
    id: "CIS-5.3",
    title: "SELinux security options are set",
    remedy: "Start the Docker daemon with --selinux-enabled, and do not set label=disable.",
    applies: ({ seLinux }) => when(!seLinux, "Docker's host has no SELinux."),
    wrong: ({ inspected: { ProcessLabel = "" } }) => when(ProcessLabel === "", "The processes have no label."),
  },
  {
    id: "CIS-5.4",
    title: "Linux kernel capabilities are restricted",
    remedy: "Drop all capabilities and add only those that are needed.",
    wrong({ root }) {
      const bounding = BigInt(`0x${root.bounding}`);
      if ((bounding & ~dockerDefaultMask) !== 0n) return "Root has more capabilities than Docker's default.";
      return when(bounding === dockerDefaultMask, "Root has all of Docker's default capabilities.");
    },
  },
  {
    id: "CIS-5.5",
    title: "The container is not privileged",
    remedy: "Remove --privileged.",
    wrong: ({ inspected }) => when(inspected.HostConfig.Privileged, "It is privileged."),
  },
  {
    id: "CIS-5.6",
    title: "No sensitive folders of the host are mounted",
    remedy: "Mount no system folder of the host; use a volume.",
    repeats: ["PSS-hostPath"],
    wrong(unit) {
      const paths = binds(unit).map(({ Source = "" }) => Source);
      const found = paths.filter(isSensitive);
      return when(found.length > 0, `Mounted: ${found.join(", ")}.`);
    },
  },
  {
    id: "CIS-5.7",
    title: "sshd does not run in the container",
    remedy: "Use docker exec.",
    wrong: ({ programs }) =>
      when(
        programs.some((path) => /^sshd\b/.test(basename(path))),
        "sshd runs.",
      ),
  },
  {
    id: "CIS-5.8",
    title: "No privileged ports are mapped",
    remedy: "Publish on a host port of 1024 or above.",
    wrong: (unit) =>
      when(
        publishedPorts(unit).some(({ host }) => host > 0 && host < 1024),
        "A host port below 1024 is.",
      ),
  },
  {
    id: "CIS-5.9",
    title: "Only needed ports are open",
    remedy: "Publish only the workload's entry.",
    wrong(unit, { entryPort }) {
      const more = publishedPorts(unit).filter(({ container }) => container !== entryPort);
      return when(more.length > 0, `Also published: ${more.map(({ container }) => container).join(", ")}.`);
    },
  },
  {
    id: "CIS-5.10",
    title: "The host's network namespace is not shared",
    remedy: "Use a bridge network.",
    wrong: ({ inspected }) => when(isHosts(inspected.HostConfig.NetworkMode), "It is."),
  },
  {
    id: "CIS-5.11",
    title: "Memory is limited",
    remedy: "Set --memory.",
    wrong: ({ inspected }) => when(inspected.HostConfig.Memory <= 0, "There is no limit."),
  },
  {
    id: "CIS-5.12",
    title: "CPU time is limited or weighted",
    remedy: "Set --cpus or --cpu-shares.",
    wrong: ({ inspected: { HostConfig } }) =>
      when(
        HostConfig.NanoCpus + HostConfig.CpuShares + HostConfig.CpuQuota <= 0,
        "There is neither a limit nor a weight.",
      ),
  },
  {
    id: "CIS-5.13",
    title: "The root file system is read-only",
    remedy: "Set --read-only, and a tmpfs for folders that must be writable.",
    wrong: ({ inspected }) => when(!inspected.HostConfig.ReadonlyRootfs, "It is writable."),
  },
  {
    id: "CIS-5.14",
    title: "Published ports are bound to one interface",
    remedy: "Publish with an address, such as 127.0.0.1:20000:8080.",
    wrong: (unit) =>
      when(
        publishedPorts(unit).some(({ address }) => ["", "0.0.0.0", "::"].includes(address)),
        "One is bound to all interfaces.",
      ),
  },
  {
    id: "CIS-5.15",
    title: "Restarts are limited to 5 after a failure",
    remedy: "Set --restart on-failure:5.",
    wrong({ inspected }) {
      const { Name, MaximumRetryCount } = inspected.HostConfig.RestartPolicy;
      const limited = Name === "on-failure" && MaximumRetryCount > 0 && MaximumRetryCount <= 5;
      return when(!limited && !["", "no"].includes(Name), `The policy is ${Name}, without a limit of 5.`);
    },
  },
];
