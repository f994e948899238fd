import type { Service, Workload } from "../../../services/contract.ts";
import type { HostFacts, Settings, UnitPlan, Verification } from "../../contract.ts";
import type { FoldedApproach } from "../folded/fold.ts";
import { scratchOptions } from "../isolation.ts";
import { objectName } from "../names.ts";
import { inTurn } from "../order.ts";
import { consoleLog, systemdControl } from "./control.ts";
import { serviceUnit, unitName, waitPrograms } from "./service-unit.ts";
import { namesOfUsers, systemFiles } from "./system.ts";

/** Seconds that systemd may need to end itself, once the services have ended. */
const ownGraceSeconds = 2;

/** A signal that arrives before systemd listens is lost: blocked from the first moment on, it waits until then. */
const command = ["/usr/bin/env", "--block-signal=RTMIN+3", "/lib/systemd/systemd"];

/**
 * All services in one container, under systemd as its first process.
 * @param privileges what the container may do, and which of the host's control groups it has
 */
export function systemdFolding(
  { name, services }: Workload,
  { scope, docker }: Settings,
  privileges: Partial<UnitPlan>,
): Omit<FoldedApproach, "warnings"> {
  // The engine filters the system calls of all containers but these.
  const filtersCalls = privileges.privileged ?? false;
  const units = services.map((service) => serviceUnit(service, filtersCalls));
  return {
    packages: ["systemd-sysv"],
    files: [...systemFiles(name, services), ...units, ...waitPrograms(), systemdControl()],
    instructions: [namesOfUsers(services)],
    command,
    tmpfs: { "/run": `${scratchOptions},size=16m,mode=0755`, "/run/lock": `${scratchOptions},size=1m,mode=1777` },
    ordersStart: true,
    unit: {
      // The log is for files and people alike: no colours.
      env: { container: "docker", TERM: "dumb" },
      // Without one there is no console, and systemd's log goes nowhere.
      tty: true,
      stopSignal: "SIGRTMIN+3",
      stopGraceSeconds: inTurn(services, ({ stopGraceSeconds }) => stopGraceSeconds) + ownGraceSeconds,
      ...privileges,
    },
    logs: consoleLog(docker, objectName(scope, "all")),
    verifications: verifications(services),
  };
}

function verifications(services: readonly Service[]): readonly Verification[] {
  const units = ["default.target", ...services.map(({ name }) => unitName(name))];
  return [
    { title: "systemd-analyze finds no fault in the units", argv: ["systemd-analyze", "verify", ...units] },
    { title: "systemd calls the system running", argv: ["systemctl", "is-system-running"] },
    { title: "no unit has failed", argv: ["sh", "-c", '[ -z "$(systemctl list-units --failed --no-legend)" ]'] },
  ];
}

/** What users of systemd in a container should know, whatever it may do. */
export function systemdWarnings(version: HostFacts["cgroupVersion"]): readonly string[] {
  return [
    "a service whose checks do not pass in time after its start is stopped and started again",
    "starting a service starts those that it needs as well, also when they were stopped on purpose",
    ...(version === 2
      ? ["hosts with control groups of version 2 were tried by hand, not by this project's tests"]
      : []),
  ];
}

/** @returns 2, which hosts have today, where nobody has asked the engine */
export function cgroupVersionOf({ host }: Settings): HostFacts["cgroupVersion"] {
  return host?.cgroupVersion ?? 2;
}
