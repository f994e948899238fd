import type { Service } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { rootFolder } from "../../rendering/service-files.ts";
import { unitName } from "./paths.ts";
import { unitFile } from "./unit-file.ts";

/** systemd's own files that differ from those of the packages. */
export function systemFiles(workload: string, services: readonly Service[]): ContextFile[] {
  return [allServices(workload, services), containerEnd(), manager(), journal(), machineId()];
}

/**
 * The target that systemd starts. It pulls in none of the usual targets, so no unit of a package runs: some fail in a container, and in a
 * privileged one they change the host's devices, kernel settings and consoles.
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

/** The unit that the stop signal starts. That of the packages would also unmount file systems that services still write to. */
function containerEnd(): ContextFile {
  return unitFile("systemd-halt.service", [
    "[Unit]",
    "Description=End of the container",
    "DefaultDependencies=no",
    "Requires=shutdown.target",
    "After=shutdown.target",
    "# Exits with 0. Halting, which a privileged container may do, would end it as if by SIGINT.",
    "SuccessAction=exit-force",
  ]);
}

/** Limits apply to the container as a whole: systemd needs no cgroup controllers, only a cgroup per service. */
function manager(): ContextFile {
  return etcFile("/etc/systemd/system.conf.d/container-approaches.conf", [
    "[Manager]",
    "DefaultCPUAccounting=no",
    "DefaultIOAccounting=no",
    "DefaultMemoryAccounting=no",
    "DefaultTasksAccounting=no",
    "DefaultTasksMax=infinity",
    "# The journal prints the same lines.",
    "ShowStatus=no",
    "# The watchdog belongs to the host.",
    "RebootWatchdogSec=0",
  ]);
}

/** A small journal in memory without a rate limit; the container's log keeps lines for longer. */
function journal(): ContextFile {
  return etcFile("/etc/systemd/journald.conf.d/container-approaches.conf", [
    "[Journal]",
    "Storage=volatile",
    "RuntimeMaxUse=4M",
    "RateLimitIntervalSec=0",
    "# The console is the container's log.",
    "ForwardToConsole=yes",
    "# The kernel's messages and its audit log belong to the host.",
    "ReadKMsg=no",
    "Audit=no",
  ]);
}

/** The journal needs a machine id. With an empty one systemd does a first boot, which enables the units of packages. */
function machineId(): ContextFile {
  return etcFile("/etc/machine-id", ["c0a1c0a1c0a1c0a1c0a1c0a1c0a1c0a1"]);
}

function etcFile(path: string, lines: readonly string[]): ContextFile {
  return { path: `${rootFolder}${path}`, content: `${lines.join("\n")}\n`, mode: 0o644 };
}
