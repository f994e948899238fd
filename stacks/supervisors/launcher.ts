import type { Service } from "../../services/contract.ts";
import type { ContextFile } from "../contract.ts";
import { bash, checksFolder } from "../rendering/checks.ts";
import { commandLine } from "../rendering/shell.ts";
import { completedLines, forgetEnd, isCompleting, noteEnd, type Completing } from "./completion.ts";
import { hasStarted, mainOf, recordMain } from "./main-process.ts";
import { asService, launcherOf, reachedProgram, runAsFolder } from "./paths.ts";
import { program } from "./program-file.ts";
import { ownGroup } from "./signals.ts";

/**
 * A program per service that becomes it, and the one that they ask whether a dependency has been reached. It is root's: a supervisor starts
 * it, and it changes to the service's user at last.
 * @param through words before the command of a service that runs forever: a program that becomes the rest of its arguments, and starts in
 * the folder that the launcher was started in
 */
export function launchers(
  services: readonly Service[],
  through: (service: Service) => readonly string[],
): ContextFile[] {
  return [
    ...services.map((service) =>
      isCompleting(service) ? completingLauncher(service) : foreverLauncher(service, through(service)),
    ),
    reached(services),
  ];
}

/** The command line that starts a service, whatever the supervisor. */
export function startOf({ name }: Pick<Service, "name">): string {
  return commandLine([launcherOf(name)]);
}

/** No word before the command. */
export const direct = (): readonly string[] => [];

function foreverLauncher(service: Service, through: readonly string[]): ContextFile {
  const { name, command } = service;
  return program(launcherOf(name), [
    "#!/bin/sh",
    `# Becomes the service "${name}" once what it depends on has been reached. The process stays the same, so its PID is known before.`,
    ...recordMain,
    ...waiting(service),
    `record_main ${name} $$ || exit`,
    `exec ${commandLine([...through, "env", "--chdir=/", asService(name), ...command])} </dev/null`,
  ]);
}

/** Polls by itself: a program that waits would outlive a launcher that is killed. */
function waiting({ name, dependsOn }: Service): readonly string[] {
  const needs = Object.entries(dependsOn);
  if (needs.length === 0) return [];
  return [
    `record_main ${name} $$ waits || exit`,
    ...needs.map(([needed, condition]) => `until ${reachedProgram} ${needed} ${condition}; do sleep 0.2; done`),
  ];
}

function completingLauncher(service: Completing): ContextFile {
  const { name, command, stopSignal, stopGraceSeconds, completes } = service;
  const path = launcherOf(name);
  const signal = stopSignal.slice("SIG".length);
  // The kernel kills what is left once the process before it has been killed, which no trap sees. A root of its own has no such program.
  const setpriv = ["/usr/bin/setpriv", "--pdeathsig", "KILL"];
  const guard = service.foreign === undefined ? setpriv : [];
  const timeout = [
    "timeout",
    // Without this, it would send the signal twice: to the command, and to the group that the command is in.
    "--foreground",
    `--signal=${signal}`,
    `--kill-after=${stopGraceSeconds}`,
    String(completes.withinSeconds),
  ];
  return program(path, [
    "#!/bin/sh",
    `# Runs the service "${name}" to completion once what it depends on has been reached, unless it has completed before.`,
    "cd / || exit",
    ...recordMain,
    'if [ "$1" = main ]; then',
    `  record_main ${name} $$ || exit`,
    `  exec ${commandLine([asService(name), ...guard, ...command])} </dev/null`,
    "fi",
    ...completedLines([service]),
    ...forgetEnd,
    ...noteEnd(service),
    `! completed ${name} || exit 0`,
    ...waiting(service),
    `forget_end ${name}`,
    "asked=",
    `trap 'asked=yes; kill -s ${signal} "$job" 2>/dev/null' TERM INT QUIT`,
    "read -r begun _ </proc/uptime",
    "# A shell makes its background jobs ignore INT and QUIT.",
    `${commandLine([...setpriv, ...ownGroup("INT", "QUIT"), ...timeout, path, "main"])} &`,
    "job=$!",
    "# A trap interrupts wait.",
    'while :; do wait "$job"; code=$?; kill -0 "$job" 2>/dev/null || break; done',
    "read -r ended _ </proc/uptime",
    "# What it has started, and left behind when it was stopped or killed.",
    `[ -z "$asked" ] && [ "$code" != 124 ] && [ "$code" != 137 ] || kill -s ${signal} -- "-$job" 2>/dev/null`,
    '[ "$code" != 137 ] || kill -s KILL -- "-$job" 2>/dev/null',
    ...judging(service),
    'exit "$code"',
  ]);
}

/** `$code` is how it ended, `$asked` whether it got its stop signal; timeout exits with 124, or 137 if it had to kill. */
function judging({ stopSignal, completes: { withinSeconds } }: Completing): readonly string[] {
  const ended = 128 + { SIGINT: 2, SIGQUIT: 3, SIGTERM: 15 }[stopSignal];
  return [
    'if [ -n "$asked" ] || [ "$code" = ' + `${ended} ]; then`,
    `  note_end "stopped (${stopSignal})"`,
    'elif [ "$code" = 0 ]; then',
    "  note_completion || { code=1; note_end 'failed (its completion could not be noted)'; }",
    `elif [ $((\${ended%.*} - \${begun%.*})) -ge ${withinSeconds} ] && { [ "$code" = 124 ] || [ "$code" = 137 ]; }; then`,
    `  note_end "failed (took longer than ${withinSeconds} s)"`,
    "else",
    '  note_end "failed (exit code $code)"',
    "fi",
  ];
}

/** The program that tells whether a dependency has been reached. */
export function reached(services: readonly Service[]): ContextFile {
  // Compose waits until a service has been started, even if it has ended since.
  const isFolded = services.some(({ foreign }) => foreign !== undefined);
  const check = `${runAsFolder}/"$1" ${bash.join(" ")} ${checksFolder}/"$1"`;
  return program(reachedProgram, [
    "#!/bin/sh",
    "# reached SERVICE CONDITION: exits 0 if the service has started, is healthy or has completed.",
    ...mainOf,
    ...(isFolded ? hasStarted : []),
    ...completedLines(services),
    "case $1 in",
    ...services.map(({ name, health }) => `  ${name}) seconds=${health.timeoutSeconds} ;;`),
    "esac",
    "case $2 in",
    `  started) ${isFolded ? "has_started" : "main_of"} "$1" || completed "$1" ;;`,
    `  healthy) main_of "$1" && timeout "$seconds" ${check} ;;`,
    '  completed) completed "$1" ;;',
    "  *) exit 2 ;;",
    "esac >/dev/null 2>&1",
  ]);
}
