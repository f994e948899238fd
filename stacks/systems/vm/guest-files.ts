import { seenTo, translated, type ContainerPlan, type GrantPlan } from "../../container-plan.ts";
import { grantedCapabilities } from "../../keeper/capabilities.ts";
import { hostnameOf, variablesOf, type Bind, type KeptPlace } from "../../keeper/contract.ts";
import { commandLine, quote } from "../../rendering/shell.ts";
import { tmpfsOptions } from "../../rendering/tmpfs.ts";
import { guestFolder } from "./guest-recipe.ts";

/** Folder in the container with the guest's own programs. In /dev, which the guest makes. */
const tools = "/dev/.container-approaches";
/** MiB of a guest's memory beside what its container may use: the kernel, its drivers, the programs that look after the container. */
const kernelMiB = 112;
/** MiB for a container without a limit. */
const unlimitedMiB = 512;

/** Files of a guest, by path in its container's folder; what is below `control` the guest sees. Pure. */
export function guestFiles(plan: ContainerPlan, place: KeptPlace): Readonly<Record<string, string>> {
  const { name, fullName, services, image, process, identity, mounts, attachments, ...more } = plan;
  const { limits, health, completes, startsAfter, stop, restart, logs, grants, extras, ...rest } = more;
  translated(rest);
  // Of these, the keeper's settings are made.
  const kept = [name, fullName, services, image, health, completes, startsAfter, stop, restart, logs, attachments];
  if (kept.length === 0) throw new Error("a container has no settings");
  const binds = place.binds.map((bind, index) => ({ ...bind, index }));
  return {
    machine: assignments({
      guest_folder: guestFolder,
      ...sizeOf(limits),
      read_only_root: grants.readOnlyRoot ? "yes" : "",
      terminal: process.terminal ? "yes" : "",
    }),
    binds: lines(binds.map(({ source, readOnly }) => `${readOnly ? "ro" : "rw"} ${source}`)),
    "control/guest": assignments({
      hostname: hostnameOf(plan),
      own_cgroups: grants.ownCgroups === true ? "yes" : "",
      terminal: process.terminal ? "yes" : "",
    }),
    "control/mounts": lines(mountLines(mounts, binds)),
    "control/sysctls": lines(Object.entries(extras?.kernel.sysctls ?? {}).map(([key, value]) => `${key}=${value}`)),
    "control/start": startScript(plan, grants, identity),
  };
}

/** The limits are those of the container's cgroup in the guest, which has the kernel's share beside. */
function sizeOf({ memoryMiB = unlimitedMiB, cpus = 1 }: ContainerPlan["limits"]) {
  return {
    guest_mib: String((memoryMiB < 0 ? unlimitedMiB : memoryMiB) + kernelMiB),
    processors: String(Math.max(1, Math.ceil(cpus))),
  };
}

/** What `container.sh` does for each mount, the outer ones first. */
function mountLines(
  mounts: ContainerPlan["mounts"],
  binds: readonly (Bind & { readonly index: number })[],
): readonly string[] {
  const memory = mounts.flatMap((mount) => {
    if (mount.kind === "scratch") return [{ path: mount.path, words: ["memory", mount.path, tmpfsOptions(mount)] }];
    if (mount.kind === "memory") return [{ path: mount.path, words: ["memory", mount.path, mount.options || "rw"] }];
    return [];
  });
  const shared = binds.map(({ path, index }) => ({ path, words: ["shared", path, String(index)] }));
  const depth = (path: string) => path.split("/").filter(Boolean).length;
  return [...memory, ...shared].sort((a, b) => depth(a.path) - depth(b.path)).map(({ words }) => commandLine(words));
}

/** A script of sh that PID 1 begins as, in the container's root. */
function startScript(plan: ContainerPlan, grants: GrantPlan, { uid, gid, groups }: ContainerPlan["identity"]): string {
  const { command, workingDir, init, terminal, ...rest } = plan.process;
  seenTo(rest, ["env"]);
  if (terminal && command.length === 0) throw new Error("a container with a terminal has no command");
  const limits = (plan.extras?.kernel.ulimits ?? []).map(({ name, soft, hard }) => `--${name}=${soft}:${hard}`);
  // As setpriv(1) takes them. What another user than root runs has none in force.
  const bounding = ["-all", ...boundingOf(grants).map((one) => `+${one.toLowerCase()}`)].join(",");
  const words = [
    ...(limits.length === 0 ? [] : [...tool("prlimit"), ...limits]),
    ...tool("setpriv"),
    ...["--reuid", String(uid), "--regid", String(gid)],
    ...(groups.length === 0 ? ["--clear-groups"] : ["--groups", groups.join(",")]),
    ...[`--bounding-set=${bounding}`, "--inh-caps=-all"],
    ...(grants.noNewPrivileges ? ["--no-new-privs"] : []),
    ...[...tool("env"), "-i", ...variablesOf(plan)],
    ...(init ? [`${tools}/bin/container-init`, "--"] : []),
    ...command,
  ];
  return `cd ${commandLine([workingDir])} || exit\nexec ${commandLine(words)}\n`;
}

function boundingOf(grants: GrantPlan): readonly string[] {
  const { capabilities, readOnlyRoot, noNewPrivileges, privileged, ownCgroups, ...more } = grants;
  const { cgroupNamespace, cgroupParent, ...rest } = more;
  translated(rest);
  // It says `refuses` of what is not here; the others have settings of their own.
  const others = [readOnlyRoot, noNewPrivileges, privileged, ownCgroups, cgroupNamespace, cgroupParent];
  if (others.length === 0) throw new Error("a container has no grants");
  return grantedCapabilities(capabilities);
}

/** Words that run a program of the guest in the container, whatever libraries its image has. */
function tool(name: string): readonly string[] {
  return [`${tools}/lib/ld.so`, "--library-path", `${tools}/lib`, `${tools}/bin/${name}`];
}

function assignments(values: Readonly<Record<string, string>>): string {
  return lines(Object.entries(values).map(([key, value]) => `${key}=${quote(value)}`));
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}
