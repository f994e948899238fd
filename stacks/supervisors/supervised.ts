import type { Service } from "../../services/contract.ts";
import type { ContextFile } from "../contract.ts";
import { controlScript } from "./scripts.ts";

/** Lines of sh that report that a service does not run, and exit. */
export const absent = '{ echo "$service does not run" >&2; exit 3; }';

/** Lines of sh that differ between supervisors with a folder per service. */
export interface Supervisor {
  /** Lines that come first, such as the path of the services' folders. */
  readonly place: string;
  /** Branches of a `case` on the service, which set variables. */
  readonly facts: readonly string[];
  /** Defines `print_status`; can use `main_of`, as all of them. */
  readonly printStatus: readonly string[];
  /** Defines `stop_service`. */
  readonly stopService: readonly string[];
  /** Defines `start_service`; can use `is_up`. */
  readonly startService: readonly string[];
}

/** Lines of sh. `is_up` succeeds if the service runs, or has completed. */
export const isUp = ["is_up() {", '  main_of "$service" >/dev/null || completed "$service"', "}"];

/** The control program of such a supervisor. */
export function supervisedControl(services: readonly Service[], supervisor: Supervisor): ContextFile {
  const { place, facts, printStatus, stopService, startService } = supervisor;
  return controlScript(
    services,
    {
      status: ["print_status"],
      restart: ["stop_service && start_service"],
      stop: ["stop_service"],
      start: ["start_service"],
      signal: [`main=$(main_of "$service") || ${absent}`, 'kill -s "$1" "$main"'],
      pid: [`main_of "$service" || ${absent}`],
    },
    [place, "case $service in", ...facts, "esac", ...isUp, ...printStatus, ...stopService, ...startService],
  );
}
