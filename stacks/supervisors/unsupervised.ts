import type { Service, Workload } from "../../services/contract.ts";
import type { ContextFile } from "../contract.ts";
import { commandLine } from "../rendering/shell.ts";
import { asService } from "./paths.ts";
import { controlScript } from "./scripts.ts";
import { absent } from "./supervised.ts";

/** The command line that starts a service as its user, with its variables. */
export function startOf({ name, command }: Service): string {
  return commandLine([asService(name), ...command]);
}

/**
 * The control program without a supervisor to ask: the service is the process with its user whose parent is PID 1; the program itself
 * signals and starts it.
 */
export function unsupervisedControl({ services }: Workload): ContextFile {
  return controlScript(
    {
      status: ['main=$(find_main) && echo "running (pid $main)" && exit', 'echo "failed (no process)"', "exit 3"],
      restart: ["stop_service", "start_service"],
      stop: ["stop_service"],
      start: ["start_service"],
      signal: [`main=$(find_main) || ${absent}`, 'kill -s "$1" "$main"'],
      pid: [`find_main || ${absent}`],
    },
    ["case $service in", ...services.map(factsOf), "esac", ...functions],
  );
}

function factsOf(service: Service): string {
  const { name, user, stopSignal, stopGraceSeconds } = service;
  const facts = `uid=${user.uid} signal=${stopSignal.slice("SIG".length)} grace=${stopGraceSeconds}`;
  return `  ${name}) ${facts}; run() { exec ${startOf(service)}; } ;;`;
}

const functions = [
  "find_main() {",
  "  for process in /proc/[0-9]*; do",
  "    while read -r key value _; do",
  "      case $key in State:) state=$value ;; PPid:) parent=$value ;; Uid:) user=$value ;; esac",
  '    done 2>/dev/null <"$process/status"',
  '    [ "$user $parent" = "$uid 1" ] && [ "$state" != Z ] && echo "${process#/proc/}" && return',
  "  done",
  "  return 1",
  "}",
  "stop_service() {",
  "  main=$(find_main) || return 0",
  '  kill -s "$signal" "$main"',
  "  for _ in $(seq $((grace * 10))); do",
  '    [ "$(find_main)" = "$main" ] || return 0',
  "    sleep 0.1",
  "  done",
  '  kill -s KILL "$main"',
  "}",
  "# Its output goes to that of PID 1: the container's log.",
  "start_service() {",
  "  find_main >/dev/null && return",
  "  run </dev/null >/proc/1/fd/1 2>/proc/1/fd/2 &",
  "}",
];
