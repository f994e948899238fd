import type { ContextFile } from "../contract.ts";
import { runsAs } from "./processes.ts";
import { controlScript } from "./scripts.ts";

/** Lines of sh that say a service does not run, and end. */
export const absent = '{ echo "$service does not run" >&2; exit 3; }';

/** What differs between supervisors that are asked about one service at a time: lines of sh. */
export interface Supervisor {
  /** What comes before everything else, such as where the services' folders are. */
  readonly place: string;
  /** Branches of a `case` on the service: variables, `uid` among them. */
  readonly facts: readonly string[];
  /** Defines `find_main`, which prints the main process's id; `runs_as` is there. */
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
