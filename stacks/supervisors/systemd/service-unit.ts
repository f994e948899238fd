import type { Service } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { checksFolder } from "../../rendering/checks.ts";
import { serviceEnv } from "../../rendering/service-env.ts";
import { rootFolder } from "../../rendering/service-files.ts";
import { throughSecrets } from "../../rendering/with-secrets.ts";
import { runAsFolder } from "../paths.ts";
import { program } from "../scripts.ts";
import { needsProgram, readyProgram, unitName, unitsFolder } from "./paths.ts";
import { plain, word, words } from "./syntax.ts";

/** A unit file of the image. */
export function unitFile(name: string, lines: readonly string[]): ContextFile {
  return { path: `${rootFolder}${unitsFolder}/${name}`, content: `${lines.join("\n")}\n`, mode: 0o644 };
}

/**
 * The unit of a service. It leaves out systemd's default dependencies: they would start units for devices and file systems, which fail in
 * a container.
 * @param groups supplementary ones
 * @param filtersCalls whether the unit has a seccomp filter, for a container without one. Since systemd 254 that takes SYS_ADMIN.
 */
export function serviceUnit(service: Service, groups: readonly number[], filtersCalls: boolean): ContextFile {
  const filter = filtersCalls ? ["SystemCallFilter=@system-service", "SystemCallErrorNumber=EPERM"] : [];
  return unitFile(unitName(service.name), [...unitSection(service), "", ...serviceSection(service, groups), ...filter]);
}

function unitSection({ summary, dependsOn }: Service): string[] {
  const needed = Object.keys(dependsOn).map(unitName).join(" ");
  return [
    "[Unit]",
    `Description=${plain(summary)}`,
    "DefaultDependencies=no",
    "Requires=systemd-journald.socket",
    `After=systemd-journald.socket${needed === "" ? "" : ` ${needed}`}`,
    ...(needed === "" ? [] : [`Wants=${needed}`]),
    "# The stop of the container starts shutdown.target, which stops units that conflict with it and waits for them.",
    "Conflicts=shutdown.target",
    "Before=shutdown.target",
    "# No limit on restarts.",
    "StartLimitIntervalSec=0",
  ];
}

function serviceSection(service: Service, groups: readonly number[]): string[] {
  const { name, command, dependsOn, health, stopSignal, stopGraceSeconds } = service;
  return [
    "[Service]",
    "Type=exec",
    ...gate(Object.keys(dependsOn)),
    "# The colon: no variable is replaced.",
    `ExecStart=:${words([...throughSecrets(service), ...command])}`,
    "# Started means ready: units that come after this one wait for it.",
    `ExecStartPost=${words([...throughSecrets(service), readyProgram, name])}`,
    `TimeoutStartSec=${health.startPeriodSeconds + health.retries * health.intervalSeconds}s`,
    "Restart=always",
    "RestartSec=1s",
    "# Only the main process gets the stop signal, as in a container; the rest is killed.",
    "KillMode=mixed",
    `KillSignal=${stopSignal}`,
    `TimeoutStopSec=${stopGraceSeconds}s`,
    ...(stopSignal === "SIGQUIT"
      ? ["# The other stop signals count as success by default.", "SuccessExitStatus=SIGQUIT"]
      : []),
    ...identity(service, groups),
    "StandardOutput=journal",
    `SyslogIdentifier=${name}`,
    "SyslogLevelPrefix=no",
  ];
}

/** The plus: runs as root, which can run a check as any service. */
function gate(dependsOn: readonly string[]): string[] {
  if (dependsOn.length === 0) return [];
  return [
    "# After= alone would also start this one after a dependency has failed to start and is being restarted.",
    ...dependsOn.map((needed) => `ExecStartPre=+${needsProgram} ${needed}`),
  ];
}

/** Variables that systemd gives every service. */
const added = [
  "CREDENTIALS_DIRECTORY",
  "INVOCATION_ID",
  "JOURNAL_STREAM",
  "LANG",
  "LOGNAME",
  "LOG_NAMESPACE",
  "MEMORY_PRESSURE_WATCH",
  "MEMORY_PRESSURE_WRITE",
  "NOTIFY_SOCKET",
  "SHELL",
  "SYSTEMD_EXEC_PID",
  "TERM",
  "USER",
];

function identity(service: Service, groups: readonly number[]): string[] {
  const { uid, gid } = service.user;
  const env = serviceEnv(service, () => "localhost");
  // The specifier %H is the host name. What a service sets itself comes later and wins.
  const hostname = "HOSTNAME" in env ? [] : ["Environment=HOSTNAME=%H"];
  return [
    `User=${uid}`,
    `Group=${gid}`,
    ...(groups.length === 0 ? [] : [`SupplementaryGroups=${groups.join(" ")}`]),
    "CapabilityBoundingSet=",
    "NoNewPrivileges=yes",
    ...hostname,
    ...Object.entries(env).map(([name, value]) => `Environment=${word(`${name}=${value}`)}`),
    "# Variables that systemd adds, and other supervisors do not.",
    `UnsetEnvironment=${added.filter((name) => !(name in env)).join(" ")}`,
  ];
}

/** The programs that service units start besides the services. They print nothing: it would be in a service's log. */
export function waitPrograms(): ContextFile[] {
  const stoppable = ["# A stop while this waits is no failure of the service.", "trap 'exit 0' TERM INT QUIT"];
  return [
    program(needsProgram, [
      "#!/bin/sh",
      "# needs SERVICE: waits until its checks pass, and runs them as that service.",
      ...stoppable,
      `until ${runAsFolder}/"$1" /bin/bash ${checksFolder}/"$1"; do`,
      "  sleep 0.2",
      "done >/dev/null 2>&1",
    ]),
    program(readyProgram, [
      "#!/bin/bash",
      "# ready SERVICE: waits until its checks pass, and fails if its main process has ended.",
      ...stoppable,
      'while kill -0 "$MAINPID"; do',
      `  /bin/bash ${checksFolder}/"$1" && exit`,
      "  sleep 0.1",
      "done >/dev/null 2>&1",
      "exit 1",
    ]),
  ];
}
