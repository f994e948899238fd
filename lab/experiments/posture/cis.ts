import { basename } from "node:path";
import type { Check } from "./check.ts";
import { binds, dockerDefaultMask, isHosts, publishedPorts, runsAsRoot, when } from "./settings.ts";

const sensitive = ["/boot", "/dev", "/etc", "/lib", "/proc", "/sys", "/usr", "/var/run", "/run"];
const isSensitive = (path: string) =>
  path === "/" || sensitive.some((one) => path === one || path.startsWith(`${one}/`));

/** Those checks of sections 4 and 5 that a container's settings and the kernel decide; the manual ones are left out. */
export const cisChecks: readonly Check[] = [
  {
    id: "CIS-4.1",
    title: "A user for the container has been created",
    remedy: "Run the first process as a user of its own (USER in the Dockerfile, or --user).",
    wrong: (unit) => when(runsAsRoot(unit), "The first process runs as root."),
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
    remedy: "Leave Docker's default profile in force.",
    applies: ({ appArmor }) => when(!appArmor, "The engine's host has no AppArmor."),
    wrong: ({ inspected: { AppArmorProfile = "" } }) =>
      when(["", "unconfined"].includes(AppArmorProfile), "No AppArmor profile is in force."),
  },
  {
    id: "CIS-5.3",
    title: "SELinux security options are set",
    remedy: "Start the engine with --selinux-enabled, and set no label=disable.",
    applies: ({ seLinux }) => when(!seLinux, "The engine's host has no SELinux."),
    wrong: ({ inspected: { ProcessLabel = "" } }) => when(ProcessLabel === "", "The processes have no label."),
  },
  {
    id: "CIS-5.4",
    title: "Linux kernel capabilities are restricted",
    remedy: "Drop all capabilities and add those that are needed.",
    wrong({ root }) {
      const bounding = BigInt(`0x${root.bounding}`);
      if ((bounding & ~dockerDefaultMask) !== 0n) return "Root has capabilities beyond Docker's default ones.";
      return when(bounding === dockerDefaultMask, "Root has all of Docker's default capabilities.");
    },
  },
  {
    id: "CIS-5.5",
    title: "The container is not privileged",
    remedy: "Do without --privileged.",
    wrong: ({ inspected }) => when(inspected.HostConfig.Privileged, "It is privileged."),
  },
  {
    id: "CIS-5.6",
    title: "No sensitive folders of the host are mounted",
    remedy: "Mount nothing of the host's system, or a volume.",
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
    remedy: "Publish on a port of the host from 1024 up.",
    wrong: (unit) =>
      when(
        publishedPorts(unit).some(({ host }) => host > 0 && host < 1024),
        "A port below 1024 is.",
      ),
  },
  {
    id: "CIS-5.9",
    title: "Only needed ports are open",
    remedy: "Publish the workload's entry alone.",
    wrong(unit, { entryPort }) {
      const more = publishedPorts(unit).filter(({ container }) => container !== entryPort);
      return when(more.length > 0, `Published too: ${more.map(({ container }) => container).join(", ")}.`);
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
    title: "Processor time is limited or weighed",
    remedy: "Set --cpus or --cpu-shares.",
    wrong: ({ inspected: { HostConfig } }) =>
      when(HostConfig.NanoCpus + HostConfig.CpuShares + HostConfig.CpuQuota <= 0, "There is no limit and no weight."),
  },
  {
    id: "CIS-5.13",
    title: "The root file system is read-only",
    remedy: "Set --read-only, and a tmpfs for what must be written.",
    wrong: ({ inspected }) => when(!inspected.HostConfig.ReadonlyRootfs, "It can be written to."),
  },
  {
    id: "CIS-5.14",
    title: "Published ports are bound to one interface",
    remedy: "Publish with an address, such as 127.0.0.1:20000:8080.",
    wrong: (unit) =>
      when(
        publishedPorts(unit).some(({ address }) => ["", "0.0.0.0", "::"].includes(address)),
        "One is on all.",
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
