import type { Service, Workload } from "../../../services/contract.ts";
import { isEssential, restartOf } from "../../../services/restart.ts";
import type { ContextFile } from "../../contract.ts";
import { serviceEnv } from "../../rendering/service-env.ts";
import { rootFolder } from "../../rendering/service-files.ts";
import { groupsOf } from "../../rendering/volumes.ts";
import { throughSecrets } from "../../rendering/with-secrets.ts";
import { isCompleting, longRunning, type Completing } from "../completion.ts";
import {
  dueProgram,
  endedProgram,
  essentialProgram,
  needsProgram,
  readyProgram,
  recordProgram,
  unitName,
  unitsFolder,
} from "./paths.ts";
import { plain, word, words } from "./syntax.ts";

/** A unit file of the image. */
export function unitFile(name: string, lines: readonly string[]): ContextFile {
  return { path: `${rootFolder}${unitsFolder}/${name}`, content: `${lines.join("\n")}\n`, mode: 0o644 };
}

/**
 * The unit of a service. It leaves out systemd's default dependencies: they would start units for devices and file systems, which fail in
 * a container.
 * @param workload its own, with all that it depends on
 * @param filtersCalls whether the unit has a seccomp filter, for a container without one. Since systemd 254 that takes SYS_ADMIN.
 */
export function serviceUnit(service: Service, workload: Workload, filtersCalls: boolean): ContextFile {
  const filter = filtersCalls ? ["SystemCallFilter=@system-service", "SystemCallErrorNumber=EPERM"] : [];
  return unitFile(unitName(service.name), [
    ...unitSection(service, workload.services),
    "",
    ...serviceSection(service, workload),
    ...filter,
  ]);
}

function unitSection({ summary, dependsOn }: Service, all: readonly Service[]): string[] {
  const needed = Object.keys(dependsOn).map(unitName).join(" ");
  // A start pulls in what it wants; one that has failed to complete would run again with each.
  const wanted = longRunning(all).filter(({ name }) => name in dependsOn);
  return [
    "[Unit]",
    `Description=${plain(summary)}`,
    "DefaultDependencies=no",
    "Requires=systemd-journald.socket",
    `After=systemd-journald.socket${needed === "" ? "" : ` ${needed}`}`,
    ...(wanted.length === 0 ? [] : [`Wants=${wanted.map(({ name }) => unitName(name)).join(" ")}`]),
    "# The stop of the container starts shutdown.target, which stops units that conflict with it and waits for them.",
    "Conflicts=shutdown.target",
    "Before=shutdown.target",
    "# No limit on restarts.",
    "StartLimitIntervalSec=0",
  ];
}

function serviceSection(service: Service, workload: Workload): string[] {
  const { name, command, dependsOn, stopSignal, stopGraceSeconds } = service;
  return [
    "[Service]",
    "Type=exec",
    ...(isCompleting(service) ? [`ExecCondition=+${dueProgram} ${name}`] : []),
    ...gate(dependsOn),
    "# The colon: no variable is replaced.",
    `ExecStart=:${words([...throughSecrets(service), ...command])}`,
    "# It may have ended already.",
    `ExecStartPost=-+${recordProgram} ${name}`,
    "# What it depends on may take any time.",
    "TimeoutStartSec=infinity",
    ...(isCompleting(service)
      ? completion(service)
      : [...readiness(service, workload.services), ...restarting(service)]),
    "# Only the main process gets the stop signal, as in a container; the rest is killed.",
    "KillMode=mixed",
    `KillSignal=${stopSignal}`,
    `TimeoutStopSec=${stopGraceSeconds}s`,
    ...(stopSignal === "SIGQUIT"
      ? ["# The other stop signals count as success by default.", "SuccessExitStatus=SIGQUIT"]
      : []),
    ...identity(service, groupsOf(service, workload)),
    "StandardOutput=journal",
    `SyslogIdentifier=${name}`,
    "SyslogLevelPrefix=no",
  ];
}

/** The plus: runs as root, which can run a check as any service. */
function gate(dependsOn: Service["dependsOn"]): string[] {
  const needs = Object.entries(dependsOn);
  if (needs.length === 0) return [];
  return [
    "# After= alone would also start this one after a dependency has failed to start and is being restarted.",
    ...needs.map(([needed, condition]) => `ExecStartPre=+${needsProgram} ${needed} ${condition}`),
  ];
}

function readiness(service: Service, all: readonly Service[]): string[] {
  const { name, health } = service;
  // A service that waits only for its start would wait for its checks too.
  if (all.some(({ dependsOn }) => dependsOn[name] === "started")) return [];
  const seconds = health.startPeriodSeconds + health.retries * health.intervalSeconds;
  return [
    "# Started means ready: units that come after this one wait for it, but not forever.",
    `ExecStartPost=${words([...throughSecrets(service), readyProgram, name, String(seconds)])}`,
  ];
}

function restarting(service: Service): string[] {
  const policy = restartOf(service);
  return [
    `Restart=${policy === "never" ? "no" : policy}`,
    "RestartSec=1s",
    ...(policy === "on-failure"
      ? ["# These count as success by default.", "RestartForceExitStatus=SIGHUP SIGINT SIGPIPE SIGTERM SIGQUIT"]
      : []),
    ...(isEssential(service) ? [`ExecStopPost=+${essentialProgram(service.name)}`] : []),
  ];
}

function completion({ name, completes }: Completing): string[] {
  return [`RuntimeMaxSec=${completes.withinSeconds}s`, "Restart=no", `ExecStopPost=+${endedProgram(name)}`];
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
