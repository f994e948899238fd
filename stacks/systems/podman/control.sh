#!/bin/sh
# Controls a podman container.
#   control.sh CONTAINER VERB [WORD...]
# See containerVerbs in stacks/verbs.ts for what each verb means.
set -u
. "${0%/*}/../../control/ended.sh"

container=$1 verb=${2-}

# Without systemd there is nothing that takes timers for health checks.
[ -d /run/systemd/system ] || export DISABLE_HC_SYSTEMD=true
podman() {
  command podman --log-level=error "$@"
}
shift
[ $# -eq 0 ] || shift

# Sets state, code, health, within (seconds in which it has to complete; empty if it runs forever), began and ended (seconds).
look() {
  completes='{{with index .Config.Labels "container-approaches.completes"}}{{.}}{{else}}-{{end}}'
  health='{{with .State.Health}}{{with .Status}}{{.}}{{else}}-{{end}}{{else}}-{{end}}'
  format="{{.State.Status}} {{.State.ExitCode}} $health $completes {{.State.StartedAt.Unix}} {{.State.FinishedAt.Unix}}"
  found=$(podman inspect --type container --format "$format" "$container") || exit 1
  # shellcheck disable=SC2086 # words are wanted
  set -- $found
  state=$1 code=$2 health=${3--} within=${4--} began=${5-0} ended=${6-0}
  health=${health#-} within=${within#-}
}

took() {
  echo $((ended - began))
}

# PID 1 of the container; with an init as PID 1, its only child.
main_process() {
  found=$(podman inspect --type container --format '{{.State.Pid}} {{.HostConfig.Init}}' "$container") || exit 1
  # shellcheck disable=SC2086 # words are wanted
  set -- $found
  [ "$1" -gt 0 ] || { echo "$container does not run" >&2; exit 3; }
  [ "$2" = true ] || { echo "$1"; exit 0; }
  read -r main _ <"/proc/$1/task/$1/children"
  [ -n "$main" ] || { echo "$container does not run yet" >&2; exit 3; }
  echo "$main"
}

case $verb in
  status)
    look
    case $state in
      running) echo "running (${health:-no health check})"; exit 0 ;;
      created | configured | paused) echo "stopped ($state)" ;;
      *) print_end ;;
    esac
    exit 3
    ;;
  # In the form of other systems, with Z for the zone of UTC: run.sh has it written in that zone.
  logs)
    case " $* " in *" --follow "*) flushed=u ;; *) flushed= ;; esac
    podman logs --timestamps "$@" "$container" 2>&1 | sed "-${flushed}e" 's/^\([0-9T:.-]*\)+00:00/\1Z/'
    ;;
  start)
    look
    [ -n "$within" ] && [ "$state" = exited ] && [ "$code" = 0 ] && exit
    if [ "$state" = paused ]; then podman unpause "$container"; else podman start "$container"; fi
    ;;
  restart | stop | kill) podman "$verb" "$container" ;;
  health)
    # shellcheck disable=SC2016 # a variable of the format
    format='{{$said := ""}}{{with .State.Health}}{{range .Log}}{{$said = .Output}}{{end}}{{with .Status}}{{.}}{{else}}unchecked{{end}}{{with $said}} {{.}}{{end}}{{else}}unchecked{{end}}'
    found=$(podman inspect --type container --format "$format" "$container") || exit 1
    printf '%s' "$found" | tr '\n' ' '
    echo
    ;;
  freeze) podman pause "$container" ;;
  thaw) podman unpause "$container" ;;
  # Not podman kill: what every other supervisor does with a service that died of a signal shall happen here as well.
  signal) kill -s "$1" "$(main_process)" ;;
  pid) main_process ;;
  pids) podman top "$container" hpid | tail -n +2 ;;
  # Podman leaves this variable of the container out.
  exec)
    hostname=$(podman inspect --type container --format '{{.Config.Hostname}}' "$container") || exit 1
    podman exec --env "HOSTNAME=$hostname" "$container" "$@"
    ;;
  stats) podman stats --no-stream --format '{{.CPUPerc}} of a processor, {{.MemUsage}} of memory, {{.PIDs}} processes' "$container" ;;
  inspect)
    found=$(podman inspect --type container "$container") || exit 1
    printf '%s' "$found" | node stacks/systems/podman/facts.mjs
    ;;
  *)
    echo "unknown verb \"$verb\"; verbs: status, logs, restart, stop, start, signal, pid, exec, health, kill, freeze, thaw, pids, stats, inspect" >&2
    exit 2
    ;;
esac
