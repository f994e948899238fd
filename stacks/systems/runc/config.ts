import { seenTo, translated, type ContainerPlan } from "../../container-plan.ts";
import { grantedCapabilities } from "../../keeper/capabilities.ts";
import { hostnameOf, variablesOf, type KeptPlace } from "../../keeper/contract.ts";
import { mountsOf } from "./mounts.ts";
import { maskedPaths, readonlyPaths, usualDevices } from "./paths.ts";
import { seccompOf, type Profile } from "./seccomp.ts";

/** What a configuration depends on besides the plan. */
export interface RuncHost {
  /** The profile that the seccomp filter is made of. */
  readonly profile: Profile;
  /** As Node names it. */
  readonly processor: string;
}

/** Path in the container of the init that runs as PID 1 and is no part of the image. */
export const initPath = "/dev/init";

/** The configuration of a container as the OCI's runtime specification has it, version 1.0.2. Pure. */
export function ociConfig(plan: ContainerPlan, place: KeptPlace, host: RuncHost) {
  const { name, fullName, services, image, process, identity, mounts, attachments, ...more } = plan;
  const { limits, health, completes, startsAfter, stop, restart, logs, grants, extras, ...rest } = more;
  translated(rest);
  // Of these, the keeper's settings are made.
  const kept = [name, services, image, health, completes, startsAfter, stop, restart, logs];
  if (kept.length === 0) throw new Error("a container has no settings");
  const capabilities = grantedCapabilities(grants.capabilities).map((one) => `CAP_${one}`);
  return {
    ociVersion: "1.0.2",
    process: {
      ...processOf(process),
      env: variablesOf(plan),
      user: { uid: identity.uid, gid: identity.gid, additionalGids: identity.groups },
      capabilities: Object.fromEntries(
        ["bounding", "effective", "permitted"].map((set) => [set, capabilities] as const),
      ),
      noNewPrivileges: grants.noNewPrivileges,
      ...rlimitsOf(extras),
    },
    root: { path: place.root, readonly: grants.readOnlyRoot },
    hostname: hostnameOf(plan),
    mounts: mountsOf(mounts, place, { init: process.init, shmMiB: extras?.kernel.shmMiB }),
    linux: {
      cgroupsPath: `/container-approaches/${fullName}`,
      namespaces: namespacesOf(attachments, place, extras),
      resources: resourcesOf(limits, extras),
      ...kernelOf(extras, () => seccompOf(host.profile, capabilities, host.processor)),
      maskedPaths,
      readonlyPaths,
    },
  };
}

function rlimitsOf(extras: ContainerPlan["extras"]) {
  const ulimits = extras?.kernel.ulimits ?? [];
  if (ulimits.length === 0) return {};
  return { rlimits: ulimits.map(({ name, soft, hard }) => ({ type: `RLIMIT_${name.toUpperCase()}`, soft, hard })) };
}

/** The seccomp filter, unless the user has switched it off, and settings of the kernel. */
function kernelOf(extras: ContainerPlan["extras"], filter: () => ReturnType<typeof seccompOf>) {
  const sysctl = extras?.kernel.sysctls ?? {};
  return {
    ...(extras?.securityOptions.includes("seccomp=unconfined") === true ? {} : { seccomp: filter() }),
    ...(Object.keys(sysctl).length === 0 ? {} : { sysctl }),
  };
}

function processOf({ command, workingDir, init, terminal, ...rest }: ContainerPlan["process"]) {
  // With the name of the container.
  seenTo(rest, ["env"]);
  // It says `refuses` of a terminal: a program in the background has none.
  return {
    terminal: terminal && false,
    cwd: workingDir,
    args: init ? [initPath, "--", ...command] : command,
  };
}

function namespacesOf(
  attachments: ContainerPlan["attachments"],
  { networkNamespace, ipcNamespace }: KeptPlace,
  extras: ContainerPlan["extras"],
) {
  const { networks, joins, sharesIpc, publishes, further, instead, ...rest } = attachments;
  translated(rest);
  const shared = [networks, joins, sharesIpc, publishes, further];
  const host = extras?.hostNamespaces ?? [];
  const path = networkNamespace === undefined ? {} : { path: `/run/netns/${networkNamespace}` };
  return [
    { type: "mount" },
    { type: "uts" },
    { type: "cgroup" },
    ...(host.includes("pid") ? [] : [{ type: "pid" }]),
    ...(host.includes("ipc") ? [] : [{ type: "ipc", ...(ipcNamespace === undefined ? {} : { path: ipcNamespace }) }]),
    ...(instead === "host" && shared.length > 0 ? [] : [{ type: "network", ...path }]),
  ];
}

function resourcesOf(
  { memoryMiB, memorySwapMiB = memoryMiB, cpus, pids, ...rest }: ContainerPlan["limits"],
  extras: ContainerPlan["extras"],
) {
  translated(rest);
  const bytes = (mebibytes: number) => (mebibytes === -1 ? -1 : mebibytes * 1024 ** 2);
  const { cpuset, cpuShares, reservedMiB } = extras ?? {};
  const memory = {
    ...(memoryMiB === undefined ? {} : { limit: bytes(memoryMiB), swap: bytes(memorySwapMiB ?? memoryMiB) }),
    ...(reservedMiB === undefined ? {} : { reservation: bytes(reservedMiB) }),
  };
  const period = 100_000;
  const cpu = {
    ...(cpus === undefined ? {} : { quota: Math.round(cpus * period), period }),
    ...(cpuset === undefined ? {} : { cpus: cpuset }),
    ...(cpuShares === undefined ? {} : { shares: cpuShares }),
  };
  return {
    devices: [{ allow: false, access: "rwm" }, ...usualDevices],
    ...(Object.keys(memory).length === 0 ? {} : { memory }),
    ...(Object.keys(cpu).length === 0 ? {} : { cpu }),
    ...(pids === undefined ? {} : { pids: { limit: pids } }),
  };
}
