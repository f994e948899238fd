import type { Service } from "../../../services/contract.ts";
import { isEssential, restartOf } from "../../../services/restart.ts";
import type { ContextFile } from "../../contract.ts";
import { bash, checksFolder } from "../../rendering/checks.ts";
import { completedLines, forgetEnd, isCompleting, noteEnd, type Completing } from "../completion.ts";
import { reached } from "../launcher.ts";
import { recordMain } from "../main-process.ts";
import { reachedProgram, runAsFolder } from "../paths.ts";
import { program } from "../program-file.ts";
import {
  dueProgram,
  endedProgram,
  essentialProgram,
  needsProgram,
  readyProgram,
  recordProgram,
  unitName,
} from "./paths.ts";

/** The programs that service units start besides the services. They print nothing else: it would be in a service's log. */
export function unitPrograms(services: readonly Service[]): ContextFile[] {
  const stoppable = ["# A stop while this waits is no failure of the service.", "trap 'exit 0' TERM INT QUIT"];
  const completing = services.filter(isCompleting);
  return [
    reached(services),
    program(needsProgram, [
      "#!/bin/sh",
      "# needs SERVICE CONDITION: waits until the service has reached it.",
      ...stoppable,
      `until ${reachedProgram} "$1" "$2"; do sleep 0.2; done`,
    ]),
    program(recordProgram, ["#!/bin/sh", "# record SERVICE", ...recordMain, 'record_main "$1" "$MAINPID" 2>/dev/null']),
    program(readyProgram, [
      "#!/bin/bash",
      "# ready SERVICE SECONDS: waits at most so long until its checks pass, and fails if its main process has ended.",
      ...stoppable,
      "limit=$2",
      'while kill -0 "$MAINPID" && [ "$SECONDS" -lt "$limit" ]; do',
      `  ${runAsFolder}/"$1" ${bash.join(" ")} ${checksFolder}/"$1" && exit`,
      "  sleep 0.1",
      "done >/dev/null 2>&1",
      'kill -0 "$MAINPID" 2>/dev/null',
    ]),
    ...services.filter(isEssential).map(endAll),
    ...(completing.length === 0 ? [] : [due(completing), ...completing.map(ended)]),
  ];
}

function due(services: readonly Service[]): ContextFile {
  return program(dueProgram, [
    "#!/bin/sh",
    "# due SERVICE: exits 0 if it has not completed, and forgets how it has ended otherwise.",
    ...completedLines(services),
    ...forgetEnd,
    'completed "$1" && exit 1',
    'forget_end "$1"',
  ]);
}

/** systemd would pass on an exit code by itself, but not a signal, and also after a stop by its own command. */
function endAll(service: Service): ContextFile {
  return program(essentialProgram(service.name), [
    "#!/bin/bash",
    "# Stops everything with the exit code of the service, unless it is started again, or was told to end: then it has a job.",
    "case $EXIT_CODE in",
    "  exited) code=$EXIT_STATUS ;;",
    '  killed | dumped) code=$((128 + $(kill -l "$EXIT_STATUS"))) ;;',
    "  *) exit 0 ;;",
    "esac",
    ...(restartOf(service) === "on-failure" ? ['[ "$code" = 0 ] || exit 0'] : []),
    `case $(systemctl show --property=Job --value ${unitName(service.name)}) in "" | 0) ;; *) exit 0 ;; esac`,
    'systemctl --no-block exit "$code"',
  ]);
}

/** systemd says in variables how the service has ended. */
function ended(service: Completing): ContextFile {
  const { name, stopSignal, completes } = service;
  return program(endedProgram(name), [
    "#!/bin/sh",
    "# Runs after each end of the service, and after each start that was not due.",
    ...noteEnd(service),
    "case $SERVICE_RESULT:$EXIT_CODE:$EXIT_STATUS in",
    "  success:exited:0) note_completion || note_end 'failed (its completion could not be noted)' ;;",
    "  exec-condition:*) ;;",
    `  timeout:*) note_end "failed (took longer than ${completes.withinSeconds} s)" ;;`,
    `  success:* | *:killed:${stopSignal.slice("SIG".length)}) note_end "stopped (${stopSignal})" ;;`,
    '  *:exited:*) note_end "failed (exit code $EXIT_STATUS)" ;;',
    '  *) note_end "failed (signal $EXIT_STATUS)" ;;',
    "esac",
  ]);
}
