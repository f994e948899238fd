import type { Workload } from "../../../services/contract.ts";
import type { Control } from "../../contract.ts";
import { containerState } from "../docker-control.ts";
import { commandLine, quote, shellArgv } from "../shell.ts";
import { asService, controlProgram } from "./paths.ts";

/** How a service's own lines are told from the others'. */
export type LogSource =
  /** The container's output, where each of the service's lines begins with its name, a colon and a space. */
  | { readonly kind: "prefixed" }
  /** The container's output: nobody knows which service wrote a line. */
  | { readonly kind: "mixed" }
  /** A script of the approach's. */
  | { readonly kind: "script"; readonly lines: (service: string) => readonly string[] };

/** Control of services that share a container, through its control program. */
export function foldedControl(
  { services }: Workload,
  docker: readonly string[],
  container: string,
  logs: LogSource,
): Control {
  return Object.fromEntries(
    services.map(({ name }) => [name, controlOf(name, docker, container, logsArgv(logs, name, docker, container))]),
  );
}

function controlOf(
  service: string,
  docker: readonly string[],
  container: string,
  logs: readonly string[],
): Control[string] {
  const ask = (verb: string) => [...docker, "exec", container, controlProgram, service, verb];
  return {
    status: shellArgv("status", [
      ...containerState(docker, container),
      "case $state in",
      `  running) exec ${commandLine(ask("status"))} ;;`,
      '  restarting) echo "restarting (with its container, exit code $code)" ;;',
      '  *) [ "$code" = 0 ] && word=stopped || word=failed; echo "$word (with its container, exit code $code)" ;;',
      "esac",
      "exit 3",
    ]),
    logs,
    restart: ask("restart"),
    stop: ask("stop"),
    start: ask("start"),
    signal: ask("signal"),
    pid: shellArgv("pid", hostProcess(ask("pid"), docker, container)),
    exec: [...docker, "exec", container, asService(service)],
  };
}

/** Sets `flushed` to sed's option for a log that is followed. Without one, sed reads fifty times as fast. */
export const flushedWhenFollowed = ['case "$*" in *--follow*) flushed=u ;; *) flushed= ;; esac'];

function logsArgv(source: LogSource, service: string, docker: readonly string[], container: string): readonly string[] {
  switch (source.kind) {
    case "mixed":
      return [...docker, "logs", "--timestamps", container];
    case "prefixed":
      return shellArgv("logs", [
        ...flushedWhenFollowed,
        `${commandLine([...docker, "logs", "--timestamps"])} "$@" ${quote(container)} 2>&1 | sed "-n$flushed" 's/^\\([^ ]*\\) ${service}: /\\1 /p'`,
      ]);
    case "script":
      return shellArgv("logs", source.lines(service));
  }
}

/** The supervisor knows a process by its id in the container; the kernel tells which process of the host that is. */
function hostProcess(ask: readonly string[], docker: readonly string[], container: string): readonly string[] {
  return [
    `inner=$(${commandLine(ask)}) || exit 3`,
    `for pid in $(${commandLine([...docker, "top", container, "-eo", "pid"])} | tail -n +2); do`,
    "  while read -r key ids; do",
    '    [ "$key" != NSpid: ] || [ "${ids##*[!0-9]}" != "$inner" ] || { echo "$pid"; exit 0; }',
    '  done 2>/dev/null <"/proc/$pid/status"',
    "done",
    'echo "process $inner of the container is not seen from here: does the engine run on another machine?" >&2',
    "exit 1",
  ];
}
