import type { Service } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { ownFolder } from "../paths.ts";
import { program } from "../program-file.ts";
import { notIgnored } from "../signals.ts";
import { linkServices, servicesFolder, stateFolder, watchedFolder } from "./paths.ts";

/** Exit code of an essential service that has ended for the last time. */
export const codeFile = `${stateFolder}/exit-code`;

export const pid1Program = `${ownFolder}/first`;

/**
 * Seconds that a stop may take beyond the services' grace periods: sv polls every 0.4 s, and killed processes still have to end.
 */
export const marginSeconds = 3;

/** Starts runsvdir; at its stop signal, sends every service its own. Exit code 137 if one had to be killed. */
export function pid1(services: readonly Service[]): ContextFile {
  const names = services.map(({ name }) => name).join(" ");
  return program(pid1Program, [
    "#!/bin/sh",
    "# PID 1: starts runsvdir, and stops every service when it gets its stop signal.",
    `export SVDIR=${servicesFolder}`,
    ...stop(services),
    "asked=",
    "trap asked=yes TERM INT HUP",
    "# A shell makes its background jobs ignore INT and QUIT, and services would inherit that.",
    `${linkServices} || exit`,
    `${notIgnored("INT", "QUIT").join(" ")} runsvdir -P ${watchedFolder} &`,
    "supervisor=$!",
    "# A runsv that has just started takes no requests yet, so a stop has to wait until all do.",
    `for service in ${names}; do`,
    "  for _ in $(seq 100); do",
    '    [ ! -p "$SVDIR/$service/supervise/ok" ] || break',
    "    sleep 0.05",
    "  done",
    "done",
    "# Meanwhile the shell also reaps orphans.",
    'while [ -z "$asked" ] && kill -0 "$supervisor" 2>/dev/null; do wait "$supervisor"; done',
    '[ -n "$asked" ] || echo "runsvdir has ended: the container ends too, and is restarted" >&2',
    "stop_all",
    '[ -n "$asked" ] || exit 1',
    "# An essential service that has ended comes first.",
    `read -r code 2>/dev/null <${codeFile}`,
    'exit "$code"',
  ]);
}

function stop(services: readonly Service[]): readonly string[] {
  return [
    "# runsvdir ends first, or it would restart the services; sv then waits for runsv, and so for the last lines of the log.",
    "stop_all() {",
    "  trap '' TERM INT HUP",
    '  kill -s TERM "$supervisor" 2>/dev/null',
    '  wait "$supervisor"',
    "  jobs=",
    ...services.map(({ name, stopGraceSeconds }) => `  stop_service ${name} ${stopGraceSeconds} & jobs="$jobs $!"`),
    "  code=0",
    '  for job in $jobs; do wait "$job" || code=137; done',
    "}",
    "stop_service() {",
    '  sv -w "$2" shutdown "$1" >/dev/null && return',
    "  # Perhaps only the logger still waits, for processes that the service left running and that could still write.",
    '  read -r main <"$SVDIR/$1/supervise/pid" || return 0',
    "  # Not with sv: after its kill, runsv counts the service as down at once and closes the log.",
    '  kill -s KILL "$main"',
    `  sv -w ${marginSeconds - 1} shutdown "$1" >/dev/null`,
    "  return 1",
    "}",
  ];
}
