import type { HostFacts, Settings } from "../../contract.ts";
import { scratchMount } from "../../rendering/isolation.ts";
import { inTurn } from "../../rendering/order.ts";
import type { Supervision, Supervisor } from "../contract.ts";
import { systemdControl } from "./control.ts";
import { systemdFiles } from "./files.ts";
import { ownGraceSeconds, pid1Command, pid1Env, stopSignal } from "./pid1.ts";
import { unitName } from "./service-unit.ts";
import { namesOfUsers } from "./system.ts";

/** What differs between ways to run systemd in a container. */
interface SystemdOptions {
  /** Whether units filter system calls: where nothing outside does, as in a privileged container. */
  readonly filtersCalls: boolean;
}

/** systemd as PID 1, with the services as its units. */
export function systemd({ filtersCalls }: SystemdOptions): Supervisor {
  return {
    name: "systemd",
    traits: {
      restartsServices: true,
      stopsGracefully: true,
      reapsOrphans: true,
      separatesLogs: true,
      ordersStart: true,
      stopExitCode: 0,
    },
    readsHost: true,
    supervise: (workload, settings) => ({
      packages: ["systemd-sysv"],
      files: [...systemdFiles(workload, filtersCalls), systemdControl()],
      instructions: [namesOfUsers(workload.services)],
      command: pid1Command,
      scratch: [scratchMount("/run", 16, 0o755), scratchMount("/run/lock", 1, 0o1777)],
      env: pid1Env,
      // Without one there is no console, and systemd's log goes nowhere.
      terminal: true,
      stop: {
        signal: stopSignal,
        graceSeconds: inTurn(workload.services, ({ stopGraceSeconds }) => stopGraceSeconds) + ownGraceSeconds,
      },
      // As the journal prints lines to the console. It ends with the container itself; what is kept of its console does not.
      log: "tagged",
      verifications: verifications(workload.services.map(({ name }) => name)),
      warnings: warnings(cgroupVersionOf(settings)),
    }),
  };
}

function verifications(services: readonly string[]): Supervision["verifications"] {
  const units = ["default.target", ...services.map(unitName)];
  return [
    { title: "systemd-analyze finds no fault in the units", argv: ["systemd-analyze", "verify", ...units] },
    { title: "systemd calls the system running", argv: ["systemctl", "is-system-running"] },
    { title: "no unit has failed", argv: ["sh", "-c", '[ -z "$(systemctl list-units --failed --no-legend)" ]'] },
  ];
}

/** What users of systemd in a container should know, whatever it may do. */
function warnings(version: HostFacts["cgroupVersion"]): readonly string[] {
  return [
    "a service whose checks do not pass in time after its start is stopped and started again",
    "starting a service starts those that it needs as well, also when they were stopped on purpose",
    ...(version === 2 ? ["hosts with cgroup v2 were tried by hand, not by this project's tests"] : []),
  ];
}

/** @returns 2, which hosts have today, where the system was not asked */
export function cgroupVersionOf({ host }: Settings): HostFacts["cgroupVersion"] {
  return host?.cgroupVersion ?? 2;
}
