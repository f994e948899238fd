import { runtimeFolder } from "../rendering/restarting-check.ts";

/** A file per service: PID and start time of its main process, and a third word while its launcher waits. The start time tells that process from a later one with its PID. */
const pidsFolder = `${runtimeFolder}/pids`;

/** Lines of sh. `read_start PID` sets `start` to the start time of a process, in clock ticks; it fails for one that has ended. */
const readStart = [
  "read_start() {",
  "  stat=",
  '  while read -r line; do stat="$stat $line"; done <"/proc/$1/stat" || return',
  "  # The name of the program, in brackets, may have any character.",
  "  set -- ${stat##*) }",
  "  start=${20}",
  '  [ "$1" != Z ]',
  "} 2>/dev/null",
];

/**
 * Lines of sh. `main_of SERVICE` prints the PID of its main process, and fails if it does not run. `launch_of SERVICE` also prints that of a
 * launcher that still waits for what the service depends on.
 */
export const mainOf: readonly string[] = [
  ...readStart,
  "is_recorded() {",
  `  read -r recorded since waits <"${pidsFolder}/$1" && read_start "$recorded" && [ "$start" = "$since" ]`,
  "} 2>/dev/null",
  "main_of() {",
  '  is_recorded "$1" && [ -z "$waits" ] && echo "$recorded"',
  "}",
  "launch_of() {",
  '  is_recorded "$1" && echo "$recorded"',
  "}",
];

/** Lines of sh. `has_started SERVICE`: whether it has started since the container did, even if it has ended since. */
export const hasStarted: readonly string[] = [
  "has_started() {",
  `  read -r _ _ waits <"${pidsFolder}/$1" && [ -z "$waits" ]`,
  "} 2>/dev/null",
];

/** Lines of sh. `record_main SERVICE PID [waits]` notes which process is its main process, or becomes it once it no longer waits. */
export const recordMain: readonly string[] = [
  ...readStart,
  "record_main() {",
  `  read_start "$2" && mkdir -p ${pidsFolder} && echo "$2 $start $3" >"${pidsFolder}/.$1" && mv "${pidsFolder}/.$1" "${pidsFolder}/$1"`,
  "}",
];
