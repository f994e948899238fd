import type { Service, Workload } from "../../services/contract.ts";
import type { ContextFile } from "../contract.ts";
import { isCompleting } from "./completion.ts";
import { direct, launchers, startOf } from "./launcher.ts";
import { controlScript } from "./scripts.ts";
import { absent } from "./supervised.ts";

/** The launchers, and the control program without a supervisor to ask: the program itself signals services, and starts them. */
export function unsupervisedFiles({ services }: Workload): ContextFile[] {
  return [...launchers(services, direct), unsupervisedControl(services)];
}

function unsupervisedControl(services: readonly Service[]): ContextFile {
  return controlScript(
    services,
    {
      status: [
        'main=$(main_of "$service") && echo "running (pid $main)" && exit',
        '! launch_of "$service" >/dev/null || { echo "restarting (waits for what it depends on)"; exit 3; }',
        "# It may have ended just now: then its launcher is about to note how.",
        '[ -z "$completes" ] || for _ in $(seq 10); do say_completion; sleep 0.2; done',
        'echo "failed (no process)"',
        "exit 3",
      ],
      restart: ["stop_service", "start_service"],
      stop: ["stop_service"],
      start: ["start_service"],
      signal: [`main=$(main_of "$service") || ${absent}`, 'kill -s "$1" "$main"'],
      pid: [`main_of "$service" || ${absent}`],
    },
    ["completes=", "case $service in", ...services.map(factsOf), "esac", ...functions],
  );
}

function factsOf(service: Service): string {
  const { name, stopSignal, stopGraceSeconds } = service;
  const completes = isCompleting(service) ? " completes=yes" : "";
  const facts = `signal=${stopSignal.slice("SIG".length)} grace=${stopGraceSeconds}${completes}`;
  return `  ${name}) ${facts}; run() { exec ${startOf(service)}; } ;;`;
}

const functions = [
  "# ends_within SECONDS",
  "ends_within() {",
  "  for _ in $(seq $(($1 * 10))); do",
  '    [ "$(launch_of "$service")" = "$main" ] || return 0',
  "    sleep 0.1",
  "  done",
  "  return 1",
  "}",
  "stop_service() {",
  '  main=$(launch_of "$service") || return 0',
  '  kill -s "$signal" "$main"',
  '  ends_within "$grace" && return',
  '  kill -s KILL "$main"',
  "  # A start that came before its end would find it running.",
  "  ends_within 5",
  "}",
  "# Its output goes to that of PID 1: the container's log.",
  "start_service() {",
  '  ! launch_of "$service" >/dev/null || return 0',
  "  run </dev/null >/proc/1/fd/1 2>/proc/1/fd/2 &",
  "}",
];
