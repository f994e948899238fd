#!/bin/sh
# Controls a Docker container.
#   control.sh OPTION VALUE CONTAINER VERB [WORD...]
# OPTION VALUE  the Docker daemon: --host ADDRESS or --context NAME
# See containerVerbs in stacks/verbs.ts for what each verb means.
set -u
. "${0%/*}/../../control/ended.sh"

option=$1 value=$2 container=$3 verb=${4-}
shift 3
[ $# -eq 0 ] || shift

on_daemon() {
  docker "$option" "$value" "$@"
}

# Sets state, code, health, within (seconds in which it has to complete; - if it runs forever), began and ended.
look() {
  health='{{with .State.Health}}{{.Status}}{{else}}-{{end}}'
  completes='{{with index .Config.Labels "container-approaches.completes"}}{{.}}{{else}}-{{end}}'
  format="{{.State.Status}} {{.State.ExitCode}} $health $completes {{.State.StartedAt}} {{.State.FinishedAt}}"
  found=$(on_daemon inspect --format "$format" "$container") || exit 1
  # shellcheck disable=SC2086 # words are wanted
  set -- $found
  state=$1 code=$2 health=${3--} within=${4--} began=${5-} ended=${6-}
  health=${health#-} within=${within#-}
}

# Seconds since midnight of a time in ISO 8601. The ones keep 08 from being an octal number.
second_of_day() {
  time=${1#*T}
  minutes=${time#*:}
  seconds=${minutes#*:}
  echo $(((1${time%%:*} - 100) * 3600 + (1${minutes%%:*} - 100) * 60 + 1${seconds%%[.Z]*} - 100))
}

took() {
  echo $((($(second_of_day "$ended") - $(second_of_day "$began") + 86400) % 86400))
}

# PID 1 of the container; with Docker's init (tini) as PID 1, its only child.
main_process() {
  found=$(on_daemon inspect --format '{{.State.Pid}} {{.HostConfig.Init}}' "$container") || exit 1
  # shellcheck disable=SC2086 # words are wanted
  set -- $found
  [ "$1" -gt 0 ] || { echo "$container does not run" >&2; exit 3; }
  [ "$2" = true ] || { echo "$1"; exit 0; }
  main=$(on_daemon top "$container" -eo pid,ppid | while read -r pid parent; do
    [ "$parent" != "$1" ] || { echo "$pid"; break; }
  done)
  [ -n "$main" ] || { echo "$container does not run yet" >&2; exit 3; }
  echo "$main"
}

# Not docker kill: Docker would count that as a stop on purpose and not restart the container, but every other supervisor restarts a
# service that died of a signal.
signal_main() {
  # shellcheck disable=SC2016 # the container's shell expands it
  on_daemon exec "$container" sh -c 'read -r main _ </proc/1/task/1/children; kill -s "$1" "${main:-1}"' signal "$1"
}

case $verb in
  status)
    look
    case $state in
      running) echo "running (${health:-no health check})"; exit 0 ;;
      restarting) echo "restarting (exit code $code)" ;;
      created | paused) echo "stopped ($state)" ;;
      *) print_end ;;
    esac
    exit 3
    ;;
  logs) on_daemon logs --timestamps "$@" "$container" ;;
  start)
    look
    [ -n "$within" ] && [ "$state" = exited ] && [ "$code" = 0 ] && exit
    if [ "$state" = paused ]; then on_daemon unpause "$container"; else on_daemon start "$container"; fi
    ;;
  restart | stop | kill) on_daemon "$verb" "$container" ;;
  health)
    # shellcheck disable=SC2016 # a variable of the format
    format='{{$said := ""}}{{with .State.Health}}{{range .Log}}{{$said = .Output}}{{end}}{{.Status}}{{with $said}} {{.}}{{end}}{{else}}unchecked{{end}}'
    found=$(on_daemon inspect --format "$format" "$container") || exit 1
    printf '%s' "$found" | tr '\n' ' '
    echo
    ;;
  freeze) on_daemon pause "$container" ;;
  thaw) on_daemon unpause "$container" ;;
  signal) signal_main "$1" ;;
  pid) main_process ;;
  pids) on_daemon top "$container" -eo pid | tail -n +2 ;;
  exec) on_daemon exec "$container" "$@" ;;
  stats) on_daemon stats --no-stream --format '{{.CPUPerc}} of a processor, {{.MemUsage}} of memory, {{.PIDs}} processes' "$container" ;;
  inspect)
    # Caught: without a container, Docker prints an empty list as well.
    found=$(on_daemon inspect --type container "$container") || exit 1
    printf '%s' "$found" | node stacks/systems/docker/facts.mjs
    ;;
  *)
    echo "unknown verb \"$verb\"; verbs: status, logs, restart, stop, start, signal, pid, exec, health, kill, freeze, thaw, pids, stats, inspect" >&2
    exit 2
    ;;
esac
