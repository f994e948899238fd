import { translated, type ContainerPlan, type LimitPlan } from "../../container-plan.ts";
import type { KeptPlace } from "../../keeper/contract.ts";

/** Of the machine's tree of cgroups: where systemd has all containers and virtual machines. */
export const slice = "machine.slice";

/** The cgroup of a container, below the root of cgroups. */
export function cgroupOf(fullName: string): string {
  return `${slice}/${fullName}.service`;
}

/** What the machine's systemd and its journal are told of a container, by path in its folder. Pure. */
export function unitFiles(container: ContainerPlan, { folder }: KeptPlace): Readonly<Record<string, string>> {
  const { fullName, health, logs } = container;
  return {
    [`units/${fullName}.service`]: text({
      Unit: {
        Description: `container ${fullName}`,
        Wants: `${fullName}-output.service`,
        After: `${fullName}-output.service`,
        StartLimitIntervalSec: "0",
        // While it is being killed on purpose.
        ConditionPathExists: `!${folder}/state/killed`,
      },
      Service: serviceOf(container, folder),
    }),
    [`units/${fullName}-output.service`]: outputUnit(fullName, folder),
    ...(health === undefined ? {} : { [`units/${fullName}-checks.service`]: checksUnit(fullName, folder) }),
    "journald.conf": text({
      Journal: {
        Storage: "persistent",
        Compress: "no",
        RateLimitIntervalSec: "0",
        SystemMaxFileSize: `${logs.maxSizeMiB}M`,
        SystemMaxFiles: String(logs.maxFiles),
        SystemMaxUse: `${logs.maxSizeMiB * logs.maxFiles}M`,
        ForwardToSyslog: "no",
        ForwardToWall: "no",
      },
    }),
  };
}

type Settings = Readonly<Record<string, string>>;

function serviceOf({ stop, restart, limits, extras }: ContainerPlan, folder: string): Settings {
  return {
    Type: "exec",
    ExecStart: `/bin/sh ${folder}/lib/run.sh ${folder}`,
    ExecStopPost: `/bin/sh ${folder}/lib/finish.sh ${folder}`,
    Restart: restarts[restart],
    RestartSec: "1",
    // systemd-nspawn sends the container's own signal when it gets this one; what is left after the time is killed.
    KillMode: "mixed",
    KillSignal: "SIGTERM",
    TimeoutStopSec: String(stop.graceSeconds),
    Slice: slice,
    // It makes cgroups below this one.
    Delegate: "yes",
    // As everywhere, only the process that took too much is killed.
    OOMPolicy: "continue",
    ...limitsOf(limits),
    ...(extras?.cpuShares === undefined ? {} : { CPUWeight: weightOf(extras.cpuShares) }),
    ...(extras?.cpuset === undefined ? {} : { AllowedCPUs: extras.cpuset }),
    // The journal's own would be a socket, and no program can open that anew as /dev/stderr.
    StandardOutput: `file:${folder}/state/output`,
    StandardError: "inherit",
  };
}

/** What passes on to the journal what a container writes into a pipe that has a name, and stays when that ends. */
function outputUnit(fullName: string, folder: string): string {
  return text({
    Unit: { Description: `output of ${fullName}`, StartLimitIntervalSec: "0" },
    Service: {
      // Opened for both, so that there is no end of it.
      ExecStart: `/bin/sh -c 'exec cat <>${folder}/state/output'`,
      Restart: "always",
      RestartSec: "1",
      LogNamespace: fullName,
      SyslogIdentifier: fullName,
      StandardOutput: "journal",
    },
  });
}

const restarts: Readonly<Record<ContainerPlan["restart"], string>> = {
  no: "no",
  "on-failure": "on-failure",
  always: "always",
  "unless-stopped": "always",
};

function limitsOf({ memoryMiB, memorySwapMiB, cpus, pids, ...rest }: LimitPlan): Settings {
  translated(rest);
  return {
    ...(memoryMiB === undefined ? {} : { MemoryMax: `${memoryMiB}M` }),
    ...swapOf(memoryMiB, memorySwapMiB),
    ...(cpus === undefined ? {} : { CPUQuota: `${Number((cpus * 100).toFixed(2))}%` }),
    ...(pids === undefined ? {} : { TasksMax: String(pids) }),
  };
}

/** Docker's figure is of memory and swap together. */
function swapOf(memoryMiB: number | undefined, both: number | undefined): Settings {
  if (memoryMiB === undefined || both === -1) return {};
  return { MemorySwapMax: `${(both ?? memoryMiB) - memoryMiB}M` };
}

/** Where 1024 is usual, systemd has 100. */
function weightOf(shares: number): string {
  return String(Math.min(10_000, Math.max(1, Math.round((shares * 100) / 1024))));
}

function checksUnit(fullName: string, folder: string): string {
  return text({
    Unit: { Description: `health checks of ${fullName}`, StartLimitIntervalSec: "0" },
    Service: { ExecStart: `/bin/sh ${folder}/lib/checks.sh ${folder}`, Restart: "always", RestartSec: "1" },
  });
}

function text(sections: Readonly<Record<string, Settings>>): string {
  return Object.entries(sections)
    .map(([title, settings]) => {
      const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`);
      return `[${title}]\n${lines.join("")}`;
    })
    .join("");
}
