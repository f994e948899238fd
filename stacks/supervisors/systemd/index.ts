import type { HostFacts, Settings } from "../../contract.ts";
import { isHardened } from "../../rendering/hardening.ts";
import { scratchMount } from "../../rendering/isolation.ts";
import { inTurn } from "../../rendering/order.ts";
import { allTraits, type Supervision, type Supervisor } from "../contract.ts";
import { namesOfUsers } from "../user-names.ts";
import { control } from "./control.ts";
import { files } from "./files.ts";
import { unitName } from "./paths.ts";
import { ownGraceSeconds, pid1Command, pid1Env, stopSignal } from "./pid1.ts";
import { addReplica } from "./replica.ts";
import type { UnitOptions } from "./service-unit.ts";

/** What differs between ways to run systemd in a container. */
interface SystemdOptions {
  /** Whether units have a seccomp filter: for containers that have none, such as privileged ones. */
  readonly filtersCalls: boolean;
  /** Whether its part of every hierarchy of cgroups is writable, so that units can have limits. Pure. */
  readonly controls: (settings: Settings) => boolean;
}

/** systemd as PID 1, with the services as its units. */
export function systemd(options: SystemdOptions): Supervisor {
  return {
    name: "systemd",
    folds: false,
    traits: allTraits,
    readsHost: true,
    addReplica,
    limitsServices: options.controls,
    supervise: (workload, settings) => ({
      packages: ["systemd-sysv"],
      files: [...files(workload, unitOptions(options, settings)), control(workload.services)],
      instructions: [namesOfUsers(workload)],
      command: pid1Command,
      // systemctl daemon-reload wants 16 MiB free.
      scratch: [scratchMount("/run", 32, 0o755), scratchMount("/run/lock", 1, 0o1777)],
      env: pid1Env,
      // Without a terminal there is no console, and systemd's log is lost.
      terminal: true,
      stop: {
        signal: stopSignal,
        graceSeconds: inTurn(workload.services, ({ stopGraceSeconds }) => stopGraceSeconds) + ownGraceSeconds,
      },
      // The form in which the journal prints to the console. The journal is lost with the container, the log of its console is not.
      log: "tagged",
      verifications: verifications(workload.services.map(({ name }) => name)),
      warnings: warnings(cgroupVersionOf(settings)),
    }),
  };
}

/** Units have their own seccomp filter only where services are confined at all. */
function unitOptions({ filtersCalls, controls }: SystemdOptions, settings: Settings): UnitOptions {
  const confined = isHardened(settings);
  return {
    filtersCalls: filtersCalls && confined,
    confined,
    limited: settings.limits === "service" && controls(settings),
  };
}

function verifications(services: readonly string[]): Supervision["verifications"] {
  const units = ["default.target", ...services.map(unitName)];
  return [
    { title: "systemd-analyze finds no fault in the units", argv: ["systemd-analyze", "verify", ...units] },
    { title: "systemd reports the system as running", argv: ["systemctl", "is-system-running"] },
    { title: "no unit has failed", argv: ["sh", "-c", '[ -z "$(systemctl list-units --failed --no-legend)" ]'] },
  ];
}

/** What users of systemd in a container should know, privileged or not. */
function warnings(version: HostFacts["cgroupVersion"]): readonly string[] {
  return [
    "starting a service also starts its dependencies, even if they were stopped on purpose",
    ...(version === 2 ? ["cgroup v2 was tried by hand, not by this project's tests"] : []),
  ];
}

/** @returns 2, as most hosts have, if the system was not asked */
export function cgroupVersionOf({ host }: Settings): HostFacts["cgroupVersion"] {
  return host?.cgroupVersion ?? 2;
}
