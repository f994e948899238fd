import type { Service, Workload } from "../../../services/contract.ts";
import type { ContextFile, Rendering, Settings } from "../../contract.ts";
import { fold } from "../../rendering/folded/fold.ts";
import { asService, ownFolder } from "../../rendering/folded/paths.ts";
import { controlScript, program } from "../../rendering/folded/scripts.ts";
import { commandLine } from "../../rendering/shell.ts";

const startProgram = `${ownFolder}/start`;

/** @returns one container that runs a start script: all services in the background but the last */
export function render(workload: Workload, settings: Settings): Rendering {
  return fold(workload, settings, {
    packages: [],
    files: [startScript(workload), control(workload)],
    command: [startProgram],
    tmpfs: {},
    logs: { kind: "mixed" },
    warnings: [
      "no service sees the stop signal: the first process is a shell, which does not pass it on; the engine kills all after the grace period",
      "nobody starts a service again that ends in the background; where the last one ends, the container does, and the engine starts all again",
      "nobody can tell which service wrote a line of the log",
    ],
  });
}

function startScript({ services }: Workload): ContextFile {
  const commands = services.map(startOf);
  const last = commands.pop() ?? "";
  return program(startProgram, ["#!/bin/sh", ...commands.map((command) => `${command} &`), last]);
}

function startOf({ name, command }: Service): string {
  return commandLine([asService(name), ...command]);
}

/** Nothing supervises, so nothing can be asked: a service is the process with its user that the first process has as a child. */
function control({ services }: Workload): ContextFile {
  const absent = '{ echo "$service does not run" >&2; exit 3; }';
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
  "    done 2>/dev/null <$process/status",
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
  "# Its output goes where the first process's goes: into the container's log.",
  "start_service() {",
  "  find_main >/dev/null && return",
  "  run </dev/null >/proc/1/fd/1 2>/proc/1/fd/2 &",
  "}",
];
