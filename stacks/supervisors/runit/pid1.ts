import type { Service } from "../../../services/contract.ts";
import type { ContextFile } from "../../contract.ts";
import { ownFolder } from "../paths.ts";
import { program } from "../scripts.ts";
import { servicesFolder } from "./paths.ts";

export const pid1Program = `${ownFolder}/first`;

/**
 * Seconds that stopping may take beyond the services' own: sv looks every 0.4 s only, and whatever had to be killed still has to end.
 */
export const marginSeconds = 3;

/** Starts runsvdir, and stops every service by its own signal when it is told to stop. Exit code 137 where one had to be killed. */
export function pid1(services: readonly Service[]): ContextFile {
  const names = services.map(({ name }) => name).join(" ");
  return program(pid1Program, [
    "#!/bin/sh",
    "# PID 1: starts runsvdir, and has every service stop when it is told to stop itself.",
    `export SVDIR=${servicesFolder}`,
    ...stop(services),
    "asked=",
    "trap asked=yes TERM INT HUP",
    "# A shell has its background jobs ignore INT and QUIT, which services would inherit.",
    'env --default-signal runsvdir -P "$SVDIR" &',
    "supervisor=$!",
    "# A runsv that has only just started cannot be asked yet, so being told to stop has to wait until all can.",
    `for service in ${names}; do`,
    "  for _ in $(seq 100); do",
    '    [ ! -p "$SVDIR/$service/supervise/ok" ] || break',
    "    sleep 0.05",
    "  done",
    "done",
    "# Meanwhile the shell also reaps whatever it is left as a child.",
    'while [ -z "$asked" ] && kill -0 "$supervisor" 2>/dev/null; do wait "$supervisor"; done',
    '[ -n "$asked" ] || echo "runsvdir has ended: the container ends, to be started again" >&2',
    "stop_all",
    '[ -n "$asked" ] || exit 1',
    'exit "$code"',
  ]);
}

function stop(services: readonly Service[]): readonly string[] {
  return [
    "# runsvdir goes first, or it would start again what stops; sv then waits for runsv, and so for the last lines of the log.",
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
    "  # It may be the logger alone that waits, where the service left something running that could still write.",
    '  read -r main <"$SVDIR/$1/supervise/pid" || return 0',
    "  # Not with sv, after whose kill runsv takes the service for down at once and lets go of the log.",
    '  kill -s KILL "$main"',
    `  sv -w ${marginSeconds - 1} shutdown "$1" >/dev/null`,
    "  return 1",
    "}",
  ];
}
