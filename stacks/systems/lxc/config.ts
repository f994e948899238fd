import { seenTo, translated, type ContainerPlan, type GrantPlan } from "../../container-plan.ts";
import { grantedCapabilities } from "../../keeper/capabilities.ts";
import { hostnameOf, variablesOf, type Bind, type KeptPlace } from "../../keeper/contract.ts";
import { commandLine } from "../../rendering/shell.ts";
import { tmpfsOptions } from "../../rendering/tmpfs.ts";

/** Paths in the container of what is no part of its image: the init, and the script that it starts with. In /dev, which LXC makes. */
const initPath = "/dev/.container-approaches-init";
const startPath = "/dev/.container-approaches-start";
/** Program of the host that is the init. */
const init = "/usr/bin/catatonit";

type Line = readonly [key: string, value: string];

/** The configuration of a container, and the script that PID 1 begins as. By path in its folder. Pure. */
export function lxcFiles(plan: ContainerPlan, place: KeptPlace): Readonly<Record<string, string>> {
  const { name, fullName, services, image, process, identity, mounts, attachments, ...more } = plan;
  const { limits, health, completes, startsAfter, stop, restart, logs, grants, extras, ...rest } = more;
  translated(rest);
  // Of these, the keeper's settings are made.
  const kept = [name, fullName, services, image, limits, health, completes, startsAfter, restart, logs];
  if (kept.length === 0) throw new Error("a container has no settings");
  const lines: readonly Line[] = [
    ["lxc.rootfs.path", `dir:${place.root}`],
    ["lxc.rootfs.options", grants.readOnlyRoot ? "ro" : "rw"],
    ["lxc.uts.name", hostnameOf(plan)],
    ["lxc.init.cmd", `/bin/sh ${startPath}`],
    ["lxc.init.uid", String(identity.uid)],
    ["lxc.init.gid", String(identity.gid)],
    ...(identity.groups.length === 0 ? [] : [["lxc.init.groups", identity.groups.join(",")] as const]),
    ...networkLines(attachments, place),
    ["lxc.signal.halt", stop.signal],
    ["lxc.tty.max", "0"],
    ["lxc.pty.max", "1024"],
    // A terminal's output goes through a pipe, which start.sh reads.
    process.terminal ? ["lxc.console.logfile", `${place.folder}/state/console`] : ["lxc.console.path", "none"],
    ["lxc.autodev", "1"],
    ["lxc.cgroup.relative", "1"],
    ["lxc.mount.auto", `proc:mixed sys:ro${grants.ownCgroups === true ? " cgroup:rw:force" : ""}`],
    ...grantLines(grants),
    mountLine("shm", "/dev/shm", "tmpfs", "rw,nosuid,noexec,nodev,mode=1777,size=64m,create=dir"),
    mountLine(`${place.folder}/start`, startPath, "none", "bind,ro,create=file"),
    ...(process.init ? [mountLine(init, initPath, "none", "bind,ro,create=file")] : []),
    ...["hosts", "resolv.conf", "hostname"].map((file) =>
      mountLine(`${place.names}/${file}`, `/etc/${file}`, "none", "bind,ro"),
    ),
    ...inOrder([...mounts.flatMap(memoryLine), ...place.binds.map(bindLine)]),
    ...kernelLines(extras),
  ];
  return {
    "lxc.conf": lines.map(([key, value]) => `${key} = ${value}\n`).join(""),
    start: startScript(process, variablesOf(plan)),
  };
}

function kernelLines(extras: ContainerPlan["extras"]): readonly Line[] {
  const { sysctls = {}, ulimits = [] } = extras?.kernel ?? {};
  return [
    ...Object.entries(sysctls).map(([key, value]) => [`lxc.sysctl.${key}`, value] as const),
    ...ulimits.map(({ name, soft, hard }) => [`lxc.prlimit.${name}`, `${soft}:${hard}`] as const),
  ];
}

/** A script, because LXC splits the words of a command at blanks. */
function startScript(
  { command, workingDir, init: hasInit, terminal, ...rest }: ContainerPlan["process"],
  variables: readonly string[],
): string {
  seenTo(rest, ["env"]);
  if (terminal && command.length === 0) throw new Error("a container with a terminal has no command");
  const words = [...(hasInit ? [initPath, "--"] : []), ...command];
  return [
    `cd ${commandLine([workingDir])} || exit`,
    `exec /usr/bin/env -i ${commandLine([...variables, ...words])}`,
    "",
  ].join("\n");
}

function networkLines(
  attachments: ContainerPlan["attachments"],
  { networkNamespace, ipcNamespace }: KeptPlace,
): readonly Line[] {
  const { networks, joins, sharesIpc, publishes, further, instead, ...rest } = attachments;
  translated(rest);
  const connected = [networks, joins, sharesIpc, publishes, further];
  const ipc = ipcNamespace === undefined ? [] : [["lxc.namespace.share.ipc", ipcNamespace] as const];
  if (networkNamespace !== undefined) return [["lxc.namespace.share.net", `/run/netns/${networkNamespace}`], ...ipc];
  return [["lxc.net.0.type", instead === "host" && connected.length > 0 ? "none" : "empty"], ...ipc];
}

function grantLines(grants: GrantPlan): readonly Line[] {
  const { readOnlyRoot, capabilities, noNewPrivileges, privileged, ownCgroups, ...more } = grants;
  const { cgroupNamespace, cgroupParent, ...rest } = more;
  translated(rest);
  // It says `refuses` of what is not here; the root and cgroups have lines of their own.
  const others = [readOnlyRoot, privileged, ownCgroups, cgroupNamespace, cgroupParent];
  if (others.length === 0) throw new Error("a container has no grants");
  const kept = grantedCapabilities(capabilities).map((name) => name.toLowerCase());
  return [
    ["lxc.cap.keep", kept.length === 0 ? "none" : kept.join(" ")],
    ["lxc.no_new_privs", noNewPrivileges ? "1" : "0"],
    ["lxc.seccomp.profile", "/usr/share/lxc/config/common.seccomp"],
  ];
}

function memoryLine(mount: ContainerPlan["mounts"][number]): readonly Line[] {
  if (mount.kind === "scratch") return [mountLine("tmpfs", mount.path, "tmpfs", `${tmpfsOptions(mount)},create=dir`)];
  if (mount.kind === "memory")
    return [mountLine("tmpfs", mount.path, "tmpfs", `${mount.options === "" ? "rw" : mount.options},create=dir`)];
  return [];
}

function bindLine({ source, path, readOnly, propagation = "" }: Bind): Line {
  const options = ["rbind", "create=dir", readOnly ? "ro" : "rw", ...propagation.split(",").filter(Boolean)];
  return mountLine(source, path, "none", options.join(","));
}

/** A mount may be in another one, which comes first. */
function inOrder(lines: readonly Line[]): readonly Line[] {
  const depth = ([, value]: Line) => (value.split(" ")[1] ?? "").split("/").length;
  return [...lines].sort((a, b) => depth(a) - depth(b));
}

/** A line of fstab(5): blanks are written as their octal numbers, and the path is relative to the root. */
function mountLine(source: string, path: string, type: string, options: string): Line {
  const escaped = (text: string) => text.replaceAll("\\", "\\134").replaceAll(" ", "\\040").replaceAll("\t", "\\011");
  return ["lxc.mount.entry", `${escaped(source)} ${escaped(path.replace(/^\/+/, ""))} ${type} ${options} 0 0`];
}
