import type { Service } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { rootFolder } from "../../rendering/service-files.ts";
import { unitFile, unitName } from "./service-unit.ts";

/** Everything of systemd's own that differs from what the packages bring along. */
export function systemFiles(workload: string, services: readonly Service[]): ContextFile[] {
  return [allServices(workload, services), containerEnd(), manager(), journal(), machineId()];
}

/**
 * What systemd starts, and all that it does: without the usual targets, no unit of a package runs that would fail in a container, or
 * that in a privileged one would change the host: its devices, its kernel's settings, its consoles.
 */
function allServices(workload: string, services: readonly Service[]): ContextFile {
  const units = services.map(({ name }) => unitName(name)).join(" ");
  return unitFile("default.target", [
    "[Unit]",
    `Description=All services of ${workload}`,
    "DefaultDependencies=no",
    `Wants=${units}`,
    "Requires=systemd-journald.service",
    `After=systemd-journald.service ${units}`,
    "AllowIsolate=yes",
  ]);
}

/** What the stop signal leads to. The packages' unit unmounts file systems as well, also below services that still write to them. */
function containerEnd(): ContextFile {
  return unitFile("systemd-halt.service", [
    "[Unit]",
    "Description=End of the container",
    "DefaultDependencies=no",
    "Requires=shutdown.target",
    "After=shutdown.target",
    "# Ends with 0. Halting, which a privileged container may, would end as if by SIGINT.",
    "SuccessAction=exit-force",
  ]);
}

/** Limits hold for the container as a whole: systemd makes no cgroups beside those that tell services apart. */
function manager(): ContextFile {
  return etcFile("/etc/systemd/system.conf.d/container-approaches.conf", [
    "[Manager]",
    "DefaultCPUAccounting=no",
    "DefaultIOAccounting=no",
    "DefaultMemoryAccounting=no",
    "DefaultTasksAccounting=no",
    "DefaultTasksMax=infinity",
    "# The journal prints what happens; this would be said twice.",
    "ShowStatus=no",
    "# A watchdog would be the host's.",
    "RebootWatchdogSec=0",
  ]);
}

/** A small journal in memory that loses no line; the container's log keeps the lines for longer. */
function journal(): ContextFile {
  return etcFile("/etc/systemd/journald.conf.d/container-approaches.conf", [
    "[Journal]",
    "Storage=volatile",
    "RuntimeMaxUse=4M",
    "RateLimitIntervalSec=0",
    "# The console is the container's log.",
    "ForwardToConsole=yes",
    "# The kernel's messages and its auditing are the host's.",
    "ReadKMsg=no",
    "Audit=no",
  ]);
}

/** The journal wants one. An empty one would count as a first boot, at which systemd enables whatever packages bring along. */
function machineId(): ContextFile {
  return etcFile("/etc/machine-id", ["c0a1c0a1c0a1c0a1c0a1c0a1c0a1c0a1"]);
}

function etcFile(path: string, lines: readonly string[]): ContextFile {
  return { path: `${rootFolder}${path}`, content: `${lines.join("\n")}\n`, mode: 0o644 };
}

/** Names for the services' users and groups, where they have none: systemd refuses ids without. */
export function namesOfUsers(services: readonly Service[]): string {
  const users = new Map(services.map(({ user }) => [user.uid, user.gid]));
  const groups = new Set(services.map(({ user }) => user.gid));
  const lines = [
    ...[...groups].map((gid) => named("group", gid, `service-${gid}:x:${gid}:`)),
    ...[...users].map(([uid, gid]) => named("passwd", uid, `service-${uid}:x:${uid}:${gid}::/:/usr/sbin/nologin`)),
  ];
  return `RUN ${lines.join(" \\\n && ")}`;
}

function named(database: string, id: number, line: string): string {
  return `(getent ${database} ${id} || echo ${line} >> /etc/${database})`;
}
