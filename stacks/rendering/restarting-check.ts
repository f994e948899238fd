import type { Service } from "../../services/contract.ts";
import { bash, checkPath, ownPath, withServicePath } from "./checks.ts";
import { quote } from "./shell.ts";

/** A tmpfs in containers for what the rendering's programs remember while they run. */
export const runtimeFolder = "/run/container-approaches";

/** Path, in a service's own container, of the check that restarts the service. */
export const restartingCheckPath = "/opt/container-approaches/check-and-restart";

/** Whether the service is restarted once it is unhealthy. */
export function restartsItself({ onUnhealthy = "report" }: Pick<Service, "onUnhealthy">): boolean {
  return onUnhealthy === "restart";
}

/**
 * Lines of bash that every check with consequences begins with.
 * - `passes SECONDS COMMAND...` runs a check; if it fails or takes longer, `said` is why.
 * - `fails_again FILE MAIN START-PERIOD RETRIES` counts a failure in the file, unless the service with that main process is in its start
 *   period, and succeeds if it is one too many. `failures` is the count.
 */
export const countingLines: readonly string[] = [
  "passes() {",
  "  local seconds=$1",
  "  shift",
  "  # KILL, because a check may hang on a process that hangs.",
  '  said=$(timeout --signal=KILL "$seconds" "$@" 2>&1) && return',
  "  said=${said:-the check took longer than $seconds s}",
  "  return 1",
  "}",
  "fails_again() {",
  "  local file=$1 start_period=$3 retries=$4 stat up",
  '  stat=$(<"/proc/$2/stat") && read -r up _ </proc/uptime || return',
  "  # The 22nd field is the time of the start, in hundredths of a second; the second can have blanks.",
  "  set -- ${stat##*) }",
  '  [ $((${up%.*} - ${20} / 100)) -ge "$start_period" ] || return',
  "  failures=0",
  '  [ ! -e "$file" ] || read -r failures <"$file"',
  "  failures=$((failures + 1))",
  '  echo "$failures" >"$file"',
  '  [ "$failures" -ge "$retries" ]',
  "} 2>/dev/null",
];

/**
 * The check of a service in a container of its own that is restarted once it is unhealthy. It runs as the service's user and counts
 * failures; after as many in a row as the service allows, it ends the main process, and with it the container, which the system starts again.
 */
export function restartingCheck(service: Service): string {
  const { name, health, stopSignal, stopGraceSeconds } = service;
  const { timeoutSeconds, startPeriodSeconds, retries } = health;
  return [
    "#!/bin/bash",
    `# Exits 0 if every check of the service "${name}" passes. After ${retries} failures in a row, ends it, so that it is started again.`,
    ...ownPath,
    ...countingLines,
    `passes ${timeoutSeconds} ${withServicePath} ${bash.join(" ")} ${quote(checkPath(service))} && { rm -f ${runtimeFolder}/failures; exit 0; }`,
    'echo "$said"',
    "# The only child of PID 1, which is the system's init.",
    "read -r main _ </proc/1/task/1/children",
    `[ -n "$main" ] && fails_again ${runtimeFolder}/failures "$main" ${startPeriodSeconds} ${retries} || exit 1`,
    "# This folder is empty again after the restart.",
    `mkdir ${runtimeFolder}/restarting 2>/dev/null || exit 1`,
    "# In the background: the check itself has to end in time. The output of PID 1 is the container's log.",
    "{",
    `  echo "${name} is restarted: its health check failed $failures times in a row: \${said%%$'\\n'*}"`,
    `  kill -s ${stopSignal.slice("SIG".length)} "$main"`,
    "  # A process that was suspended gets the signal only now.",
    '  kill -s CONT "$main"',
    `  sleep ${stopGraceSeconds}`,
    '  kill -s KILL "$main"',
    "} </dev/null >/proc/1/fd/1 2>&1 &",
    "exit 1",
    "",
  ].join("\n");
}
