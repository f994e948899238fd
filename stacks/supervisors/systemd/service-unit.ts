import type { Service, Workload } from "../../../services/contract.ts";
import { isEssential, restartOf } from "../../../services/restart.ts";
import type { ContextFile } from "../../contract.ts";
import { serviceEnv } from "../../rendering/service-env.ts";
import { groupsOf } from "../../rendering/volumes.ts";
import { throughSecrets } from "../../rendering/with-secrets.ts";
import { isCompleting, longRunning, type Completing } from "../completion.ts";
import {
  dueProgram,
  endedProgram,
  essentialProgram,
  needsProgram,
  outputFifo,
  outputUnit,
  readyProgram,
  recordProgram,
  unitName,
} from "./paths.ts";
import { plain, word, words } from "./syntax.ts";
import { unitFile } from "./unit-file.ts";

/**
 * The unit of a service. It leaves out systemd's default dependencies: they would start units for devices and file systems, which fail in
 * a container.
 * @param workload its own, with all that it depends on
 */
export function serviceUnit(service: Service, workload: Workload, options: UnitOptions): ContextFile {
  const filter = options.filtersCalls ? ["SystemCallFilter=@system-service", "SystemCallErrorNumber=EPERM"] : [];
  return unitFile(unitName(service.name), [
    ...unitSection(service, workload.services),
    "",
    ...serviceSection(service, workload, options),
    ...(options.limited ? limitLines(service) : []),
    ...filter,
  ]);
}

/** What differs between units of different containers. */
export interface UnitOptions {
  /** Whether it has a seccomp filter, for a container without one. Since systemd 254 that takes SYS_ADMIN. */
  readonly filtersCalls: boolean;
  /** Whether its service loses all capabilities and every way to gain one. */
  readonly confined: boolean;
  /** Whether it has the service's limits. */
  readonly limited: boolean;
}

/** The limits of a service, as settings of its unit. */
export function limitLines({ limits: { memoryMiB, cpus, pids } }: Service): readonly string[] {
  // As in a container: no swap beyond the memory.
  return [
    `MemoryMax=${memoryMiB}M`,
    "MemorySwapMax=0",
    `CPUQuota=${Math.round(cpus * 10_000) / 100}%`,
    `TasksMax=${pids}`,
  ];
}

function unitSection({ name, summary, dependsOn }: Service, all: readonly Service[]): string[] {
  // A start pulls in what it wants; one that has failed to complete would run again with each.
  const wanted = longRunning(all).filter((other) => other.name in dependsOn);
  return [
    "[Unit]",
    `Description=${plain(summary)}`,
    "DefaultDependencies=no",
    `Requires=${outputUnit(name, "socket")}`,
    `Wants=${[outputUnit(name, "service"), ...wanted.map((other) => unitName(other.name))].join(" ")}`,
    `After=${[outputUnit(name, "socket"), outputUnit(name, "service"), ...Object.keys(dependsOn).map(unitName)].join(" ")}`,
    "# The stop of the container starts shutdown.target, which stops units that conflict with it and waits for them.",
    "Conflicts=shutdown.target",
    "Before=shutdown.target",
    "# No limit on restarts.",
    "StartLimitIntervalSec=0",
  ];
}

function serviceSection(service: Service, workload: Workload, { confined }: UnitOptions): string[] {
  const { name, command, dependsOn, stopSignal, stopGraceSeconds } = service;
  return [
    "[Service]",
    "Type=exec",
    ...(isCompleting(service) ? [`ExecCondition=+${dueProgram} ${name}`] : []),
    ...gate(dependsOn),
    "# The colon: no variable is replaced.",
    `ExecStart=:${words([...oddVariables(service), ...throughSecrets(service), ...command])}`,
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
    ...identity(service, groupsOf(service, workload), confined),
    "# The service can open it by name, such as /dev/stdout.",
    `StandardOutput=file:${outputFifo(name)}`,
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
    `ExecStartPost=+${readyProgram} ${name} ${seconds}`,
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

/** Of variables that steer a shell or the loader. */
const steering =
  /^(PATH|ENV|BASH_ENV|SHELLOPTS|BASHOPTS|IFS|CDPATH|PS4|LD_.+|GLIBC_TUNABLES|GCONV_PATH|LOCPATH|MALLOC_.+)$/;

/**
 * Whether a variable can be a setting of the unit. systemd drops names that it does not know as such, like `discovery.type`; and what steers a
 * shell or the loader must not reach the unit's other programs, which are root's.
 */
function isUsual(name: string, { env }: Service): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !(name in env && steering.test(name));
}

/** The words before a command that set the other variables. */
function oddVariables(service: Service): readonly string[] {
  const odd = Object.entries(serviceEnv(service, () => "localhost")).filter(([name]) => !isUsual(name, service));
  return odd.length === 0 ? [] : ["/usr/bin/env", ...odd.map(([name, value]) => `${name}=${value}`)];
}

function identity(service: Service, groups: readonly number[], confined: boolean): string[] {
  const { uid, gid } = service.user;
  const env = serviceEnv(service, () => "localhost");
  // The specifier %H is the host name. What a service sets itself comes later and wins.
  const hostname = "HOSTNAME" in env ? [] : ["Environment=HOSTNAME=%H"];
  return [
    `User=${uid}`,
    `Group=${gid}`,
    ...(groups.length === 0 ? [] : [`SupplementaryGroups=${groups.join(" ")}`]),
    ...(confined ? ["CapabilityBoundingSet=", "NoNewPrivileges=yes"] : []),
    ...hostname,
    ...Object.entries(env)
      .filter(([name]) => isUsual(name, service))
      .map(([name, value]) => `Environment=${word(`${name}=${value}`)}`),
    "# Variables that systemd adds, and other supervisors do not.",
    `UnsetEnvironment=${added.filter((name) => !(name in env)).join(" ")}`,
  ];
}
