#!/bin/sh
# Controls a service in a shared container.
#   shared.sh SERVICE LOG PROGRAM AS CONTAINER-CONTROL... VERB [WORD...]
# SERVICE            its name
# LOG                form of its lines in the container's log: mixed, prefixed or tagged
# PROGRAM            path in the container of the control program
# AS                 path in the container of the program that runs a command as the service
# CONTAINER-CONTROL  the container's control command, up to the word --
# It depends on no system: everything goes through the container's control command.
set -u

service=$1 log=$2 program=$3 as=$4
shift 4

# Keeps the words up to -- in variables, and references to them in `container` for eval, so that every word stays as it is.
count=0 container=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  count=$((count + 1))
  eval "word_$count=\$1"
  container="$container \"\$word_$count\""
  shift
done
shift
verb=${1-}
[ $# -eq 0 ] || shift

ask() {
  eval "$container \"\$@\""
}

# Without -u, sed is fifty times as fast.
pick_lines() {
  flushed=
  case " $* " in *" --follow "*) flushed=u ;; esac
  case $log in
    mixed) cat ;;
    prefixed) sed "-n$flushed" "s/^\([^ ]*\) $service: /\1 /p" ;;
    tagged)
      # A terminal ends lines with a carriage return.
      end=$(printf '\r')
      sed "-n$flushed" -e "s/$end*\$//" -e "s/^\([^ ]*\) \(\[ *[0-9.]*\] \)\{0,1\}$service\[[0-9]*\]: /\1 /p"
      ;;
  esac
}

# The supervisor knows the PID in the container; the kernel tells the PID on the host.
host_pid() {
  inner=$(ask exec "$program" "$service" pid) || exit 3
  for pid in $(ask pids); do
    while read -r key ids; do
      [ "$key" != NSpid: ] || [ "${ids##*[!0-9]}" != "$inner" ] || { echo "$pid"; exit 0; }
    done 2>/dev/null <"/proc/$pid/status"
  done
  echo "cannot see process $inner of the container: does it run on another machine?" >&2
  exit 1
}

case $verb in
  status)
    if look=$(ask status); then exec_status=running; else exec_status=${look%% *}; fi
    case $exec_status in
      running) ask exec "$program" "$service" status; exit ;;
      restarting | stopped | failed) printf '%s\n' "$look" | sed 's/(/(with its container, /'; exit 3 ;;
      *) exit 1 ;;
    esac
    ;;
  logs)
    # In one pipe, so that an interrupt reaches both ends.
    if [ "$log" = mixed ]; then ask logs "$@"; exit; fi
    ask logs "$@" 2>&1 | pick_lines "$@"
    ;;
  restart | stop | start | signal) ask exec "$program" "$service" "$verb" "$@" ;;
  pid) host_pid ;;
  exec) ask exec "$as" "$@" ;;
  *)
    echo "unknown verb \"$verb\"; verbs: status, logs, restart, stop, start, signal, pid, exec" >&2
    exit 2
    ;;
esac
