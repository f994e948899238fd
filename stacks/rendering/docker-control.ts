import type { Control } from "../contract.ts";
import { commandLine, quote, shellArgv } from "./shell.ts";

/** Control of a service that has a container of its own: the engine is its supervisor. */
export function dockerControl(docker: readonly string[], container: string): Control[string] {
  return {
    status: shellArgv("status", [
      ...containerState(docker, container),
      "case $state in",
      '  running) echo "running (${health:-no health check})"; exit 0 ;;',
      '  restarting) echo "restarting (exit code $code)" ;;',
      '  created | paused) echo "stopped ($state)" ;;',
      '  *) [ "$code" = 0 ] && echo "stopped (exit code 0)" || echo "failed (exit code $code)" ;;',
      "esac",
      "exit 3",
    ]),
    logs: [...docker, "logs", "--timestamps", container],
    restart: [...docker, "restart", container],
    stop: [...docker, "stop", container],
    start: [...docker, "start", container],
    signal: [...docker, "exec", container, ...signalMain],
    pid: shellArgv("pid", mainProcess(docker, container)),
    exec: [...docker, "exec", container],
  };
}

/**
 * Not `docker kill`: after that the engine takes the container for stopped on purpose and does not start it again, as every other
 * supervisor does with a service that has died of a signal.
 */
const signalMain = ["sh", "-c", 'read -r main _ </proc/1/task/1/children; kill -s "$1" "${main:-1}"', "signal"];

/** Lines of a script that ask the engine for a container's `state`, exit `code` and `health`. */
export function containerState(docker: readonly string[], container: string): readonly string[] {
  const format = "{{.State.Status}} {{.State.ExitCode}}{{with .State.Health}} {{.Status}}{{end}}";
  return [
    `look=$(${commandLine([...docker, "inspect", "--format", format, container])}) || exit 1`,
    "set -- $look",
    "state=$1 code=$2 health=$3",
  ];
}

/** The container's own process, or the first that Docker's small init started, which then does nothing else. */
function mainProcess(docker: readonly string[], container: string): readonly string[] {
  const inspect = commandLine([...docker, "inspect", "--format", "{{.State.Pid}} {{.HostConfig.Init}}", container]);
  return [
    `look=$(${inspect}) || exit 1`,
    "set -- $look",
    `[ "$1" -gt 0 ] || { echo ${quote(`${container} does not run`)} >&2; exit 3; }`,
    '[ "$2" = true ] || { echo "$1"; exit 0; }',
    `${commandLine([...docker, "top", container, "-eo", "pid,ppid"])} | while read -r pid parent; do`,
    '  [ "$parent" != "$1" ] || { echo "$pid"; break; }',
    "done",
  ];
}
