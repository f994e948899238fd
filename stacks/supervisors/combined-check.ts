import type { Service } from "../../services/contract.ts";
import type { LogFormat } from "../contract.ts";
import { bash, checksFolder } from "../rendering/checks.ts";
import { countingLines, restartsItself, runtimeFolder } from "../rendering/restarting-check.ts";
import { completionCheck } from "./completion.ts";
import { controlProgram, runAsFolder } from "./paths.ts";

/**
 * The check of a shared container, lines of bash: runs the checks of every service, each as that service. It restarts, through the control program,
 * services that are restarted once they are unhealthy. A service that does not run is its supervisor's business.
 */
export function combinedCheckLines(services: readonly Service[], log: LogFormat): readonly string[] {
  const restarts = services.some(restartsItself);
  return [
    "#!/bin/bash",
    "# Exits 0 if the checks of every service pass, and otherwise prints which services' failed.",
    ...countingLines,
    "code=0",
    "check() {",
    "  service=$1",
    `  passes "$2" ${runAsFolder}/"$service" ${bash.join(" ")} ${checksFolder}/"$service" && { forget; return; }`,
    '  echo "$service: $said"',
    "  code=1",
    "  return 1",
    "}",
    ...(restarts ? restarting(log) : ["forget() { :; }"]),
    ...completionCheck(services),
    ...services.filter(({ checks }) => checks.length > 0).map(lineFor),
    "exit $code",
  ];
}

function lineFor(service: Service): string {
  const { name, health } = service;
  const check = `check ${name} ${health.timeoutSeconds}`;
  return restartsItself(service) ? `${check} || restart_after ${health.retries} ${health.startPeriodSeconds}` : check;
}

/** What a service's line begins with in the container's log. */
const prefixes: Readonly<Record<LogFormat, string>> = { mixed: "", prefixed: "$service: ", tagged: "$service[$$]: " };

function restarting(log: LogFormat): readonly string[] {
  return [
    `state=${runtimeFolder}/unhealthy`,
    'mkdir -p "$state"',
    "# The container's log: the output of PID 1, or the terminal of one that has it.",
    "log=/proc/1/fd/1",
    "[ ! -c /dev/console ] || log=/dev/console",
    'forget() { [ ! -e "$state/$service" ] || rm -f "$state/$service"; }',
    "# restart_after RETRIES START-PERIOD",
    "restart_after() {",
    `  main=$(${controlProgram} "$service" pid 2>/dev/null) || { forget; return; }`,
    '  fails_again "$state/$service" "$main" "$2" "$1" || return',
    '  mkdir "$state/$service.restarting" 2>/dev/null || return',
    "  # In the background: the check itself has to end in time.",
    "  {",
    `    echo "${prefixes[log]}$service is restarted: its health check failed $failures times in a row: \${said%%$'\\n'*}"`,
    `    ${controlProgram} "$service" restart`,
    "    forget",
    '    rmdir "$state/$service.restarting"',
    '  } </dev/null >"$log" 2>&1 &',
    "}",
  ];
}
