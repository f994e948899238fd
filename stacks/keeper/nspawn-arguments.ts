import { seenTo, translated, type ContainerPlan, type GrantPlan } from "../container-plan.ts";
import { tmpfsOptions } from "../rendering/tmpfs.ts";
import { hostnameOf, variablesOf, type KeptPlace } from "./contract.ts";
import { addedCapabilities, droppedCapabilities } from "./nspawn-capabilities.ts";
import { nspawnName } from "./nspawn-names.ts";

/** Path in the container of the init that runs as PID 1 and is no part of the image. */
const initPath = "/run/.container-approaches-init";
/** Program of the host that it is. */
const init = "/usr/bin/catatonit";

/** The words after `systemd-nspawn`. Pure. */
export function nspawnArguments(plan: ContainerPlan, place: KeptPlace): readonly string[] {
  const { name, fullName, services, image, process, identity, mounts, attachments, ...more } = plan;
  const { limits, health, completes, startsAfter, stop, restart, logs, grants, extras, ...rest } = more;
  translated(rest);
  const hostname = nspawnName(hostnameOf(plan));
  // Of these, the keeper's settings are made.
  const kept = [name, services, image, limits, health, completes, startsAfter, restart, logs];
  if (kept.length === 0) throw new Error("a container has no settings");
  return [
    ...[
      "--register=no",
      "--keep-unit",
      "--quiet",
      `--console=${process.terminal ? "read-only" : "pipe"}`,
      "--link-journal=no",
      "--timezone=off",
    ],
    ...["--resolv-conf=off", `--directory=${place.root}`, `--machine=${nspawnName(fullName)}`],
    `--hostname=${hostname}`,
    ...networkWords(attachments, place),
    `--kill-signal=${stop.signal}`,
    ...grantWords(grants, identity),
    ...["hosts", "resolv.conf", "hostname"].map(
      (file) => `--bind-ro=${escaped(`${place.names}/${file}`)}:/etc/${file}`,
    ),
    ...(process.init ? [`--bind-ro=${init}:${initPath}`] : []),
    ...mounts.flatMap((mount) => mountWords(mount)),
    ...place.binds.map(
      ({ source, path, readOnly }) => `--bind${readOnly ? "-ro" : ""}=${escaped(source)}:${escaped(path)}`,
    ),
    ...(extras?.kernel.ulimits ?? []).map(
      ({ name: limit, soft, hard }) => `--rlimit=${limit.toUpperCase()}=${soft}:${hard}`,
    ),
    "--",
    ...processWords(process, variablesOf(plan, hostname), identity, grants),
  ];
}

function networkWords(attachments: ContainerPlan["attachments"], { networkNamespace }: KeptPlace): readonly string[] {
  const { networks, joins, sharesIpc, publishes, further, instead, ...rest } = attachments;
  translated(rest);
  const connected = [networks, joins, sharesIpc, publishes, further];
  if (instead === "host" && connected.length > 0) return [];
  return networkNamespace === undefined
    ? ["--private-network"]
    : [`--network-namespace-path=/run/netns/${networkNamespace}`];
}

function grantWords(grants: GrantPlan, { uid }: ContainerPlan["identity"]): readonly string[] {
  const { readOnlyRoot, capabilities, noNewPrivileges, privileged, ownCgroups, ...more } = grants;
  const { cgroupNamespace, cgroupParent, ...rest } = more;
  translated(rest);
  // It says `refuses` of what is not here. Cgroups of its own are what every container of this system has.
  const others = [privileged, ownCgroups, cgroupNamespace, cgroupParent];
  if (others.length === 0) throw new Error("a container has no grants");
  const dropped = droppedCapabilities(capabilities, uid);
  const added = addedCapabilities(capabilities);
  return [
    ...(readOnlyRoot ? ["--read-only"] : []),
    ...(dropped.length === 0 ? [] : [`--drop-capability=${dropped.join(",")}`]),
    ...(added.length === 0 ? [] : [`--capability=${added.join(",")}`]),
    `--no-new-privileges=${noNewPrivileges ? "yes" : "no"}`,
  ];
}

/** systemd-nspawn mounts a tmpfs there itself, with parts of its own in it. */
const madeByNspawn = "/run";

function mountWords(mount: ContainerPlan["mounts"][number]): readonly string[] {
  if (mount.path === madeByNspawn) return [];
  if (mount.kind === "scratch") return [`--tmpfs=${escaped(mount.path)}:${tmpfsOptions(mount)}`];
  if (mount.kind === "memory")
    return [`--tmpfs=${escaped(mount.path)}${mount.options === "" ? "" : `:${mount.options}`}`];
  return [];
}

/** A colon ends a path. */
function escaped(path: string): string {
  return path.replaceAll("\\", "\\\\").replaceAll(":", "\\:");
}

/** It starts as root and gives that up: systemd-nspawn knows only users of the image's own list. */
function processWords(
  { command, workingDir, init: hasInit, terminal, ...rest }: ContainerPlan["process"],
  variables: readonly string[],
  identity: ContainerPlan["identity"],
  grants: GrantPlan,
): readonly string[] {
  seenTo(rest, ["env"]);
  if (terminal && command.length === 0) throw new Error("a container with a terminal has no command");
  return [
    ...["/usr/bin/env", `--chdir=${workingDir}`, "-i", ...variables],
    ...(identity.uid === 0 ? [] : asUser(identity, grants)),
    // As the same user: without a capability it can pass no signal on to another's process.
    ...(hasInit ? [initPath, "--"] : []),
    ...command,
  ];
}

function asUser({ uid, gid, groups }: ContainerPlan["identity"], { noNewPrivileges }: GrantPlan): readonly string[] {
  return [
    ...["/usr/bin/setpriv", `--reuid=${uid}`, `--regid=${gid}`],
    groups.length === 0 ? "--clear-groups" : `--groups=${groups.join(",")}`,
    ...["--inh-caps=-all", ...(noNewPrivileges ? ["--bounding-set=-all"] : []), "--"],
  ];
}
