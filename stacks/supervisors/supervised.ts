import type { ContextFile } from "../contract.ts";
import { runsAs } from "./processes.ts";
import { controlScript } from "./scripts.ts";

/** Lines of sh that report that a service does not run, and exit. */
export const absent = '{ echo "$service does not run" >&2; exit 3; }';

/** Lines of sh that differ between supervisors with a folder per service. */
export interface Supervisor {
  /** Lines that come first, such as the path of the services' folders. */
  readonly place: string;
  /** Branches of a `case` on the service, which set variables; `uid` is one. */
  readonly facts: readonly string[];
  /** Defines `find_main`, which prints the main process's PID; can use `runs_as`. */
  readonly findMain: readonly string[];
  /** Defines `print_status`. */
  readonly printStatus: readonly string[];
  /** Defines `stop_service`. */
  readonly stopService: readonly string[];
  /** Defines `start_service`. */
  readonly startService: readonly string[];
}

/** The control program of such a supervisor. */
export function supervisedControl(supervisor: Supervisor): ContextFile {
  const { place, facts, findMain, printStatus, stopService, startService } = supervisor;
  return controlScript(
    {
      status: ["print_status"],
      restart: ["stop_service && start_service"],
      stop: ["stop_service"],
      start: ["start_service"],
      signal: [`main=$(find_main) || ${absent}`, 'kill -s "$1" "$main"'],
      pid: [`find_main || ${absent}`],
    },
    [
      place,
      "case $service in",
      ...facts,
      "esac",
      ...runsAs,
      ...findMain,
      ...printStatus,
      ...stopService,
      ...startService,
    ],
  );
}
