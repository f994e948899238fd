import type { Limits, Service, Workload } from "../../services/contract.ts";
import type { Settings } from "../contract.ts";
import { expanded } from "../rendering/replicas.ts";
import { writableElsewhere } from "../rendering/volumes.ts";
import { forgotten, opened, sharedFolders } from "../rendering/warnings.ts";
import type { Supervisor } from "../supervisors/contract.ts";

/** The sum of the services' limits. */
export function summedLimits(services: readonly Service[]): Limits {
  const total = (of: (limits: Limits) => number) => services.reduce((sum, { limits }) => sum + of(limits), 0);
  return {
    memoryMiB: total(({ memoryMiB }) => memoryMiB),
    cpus: wholeNanos(total(({ cpus }) => cpus)),
    pids: total(({ pids }) => pids),
  };
}

/** Without the error of a sum of decimals, such as 0.1 + 0.2: systems count billionths of a processor, and refuse what is more precise. */
function wholeNanos(cpus: number): number {
  return Math.round(cpus * 1e9) / 1e9;
}

/**
 * What limits each service by itself:
 * - `nothing`: only the container has limits.
 * - `supervisor`: the supervisor, as much as the container's limits would.
 * - `processes`: the kernel, and only its number of processes.
 */
export type Limiting = "nothing" | "supervisor" | "processes";

/** What limits each service with these settings. */
export function limitingOf({ limitsServices }: Supervisor, settings: Settings): Limiting {
  if (settings.limits !== "service") return "nothing";
  return limitsServices?.(settings) === true ? "supervisor" : "processes";
}

/**
 * Services that start their program through one that limits their number of processes (RLIMIT_NPROC), and becomes the program. The kernel
 * counts the processes and threads of a user, so replicas of a service have their limits together. Memory has no such limit: RLIMIT_AS and
 * RLIMIT_DATA count what a process reserves, such as 8 MiB for the stack of each thread, and not what it uses.
 */
export function withProcessLimits(workload: Workload): Workload {
  const services = workload.services.map((service) => ({
    ...service,
    command: ["/usr/bin/prlimit", `--nproc=${service.limits.pids * service.replicas}`, "--", ...service.command],
  }));
  return { ...workload, services };
}

/** What one container for all services cannot honour. */
export function sharedWarnings(workload: Workload, limiting: Limiting): string[] {
  const { services } = workload;
  return [
    ...services.flatMap(sharedFolders),
    ...(services.length > 1 ? [limitsWarning(workload, limiting)] : []),
    ...(limiting === "processes" ? [processesWarning(services)] : []),
    ...writableElsewhere(services),
    ...opened(services),
    ...forgotten(services),
  ];
}

function limitsWarning(workload: Workload, limiting: Limiting): string {
  const { memoryMiB, cpus, pids } = summedLimits(expanded(workload).services);
  const processors = cpus === 1 ? "1 processor" : `${cpus} processors`;
  const sum = `${memoryMiB} MiB, ${processors}, ${pids} processes`;
  if (limiting === "supervisor") return `each service has its limits, and all together have the sum: ${sum}`;
  return `limits apply to all services together: ${sum}`;
}

function processesWarning(services: readonly Service[]): string {
  const users = services.map(({ user }) => user.uid).join(", ");
  return `of a service by itself only the number of processes is limited, by its user: processes of the users ${users} in other containers of the host count too`;
}
